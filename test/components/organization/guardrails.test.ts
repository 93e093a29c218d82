import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { InputError } from "../../../components/input-error";
import { Guardrails, type GuardrailsArgs } from "../../../components/organization/guardrails";
import { guardrailNames, guardrailPresets } from "../../../components/organization/scp-presets";
import type { GuardrailPreset } from "../../../components/organization/scp-presets/preset";
import { errorOf, record, recordBoth } from "../../support/record";

const unitId = "ou-ab12-cdefgh34";
const args: GuardrailsArgs = {
  targets: { production: { id: unitId, guardrails: guardrailNames } },
  managementAccountId: "111122223333",
  regions: ["eu-west-1", "us-east-1"],
  guardrailRoles: ["OrganizationAccountAccessRole"],
};
const make =
  (more: Partial<GuardrailsArgs> = {}) =>
  () => {
    const provider = new aws.Provider("management", { region: "us-east-1", allowedAccountIds: ["111122223333"] });
    return new Guardrails("guardrails", { ...args, ...more }, { providers: [provider] });
  };
const policyType = "aws:organizations/policy:Policy";

/** A preset whose one statement takes almost a whole policy. */
const large = (name: string): GuardrailPreset => ({
  name,
  title: name,
  why: name,
  statements: () => [{ Sid: name, Effect: "Deny", Action: "a".repeat(4_900), Resource: "*" }],
});

describe("guardrails", () => {
  it("pack every preset into policies within AWS's limits, and attach them to their target", async () => {
    for (const { ofType } of await recordBoth(make())) {
      const policies = ofType(policyType);
      expect(policies.length).to.be.within(1, 4);
      const contents = policies.map(({ inputs }) => inputs["content"] as string);
      for (const content of contents) expect(content.length).to.be.at.most(5_120);
      const statements = contents.flatMap((content) => (JSON.parse(content) as { Statement: object[] }).Statement);
      const expected = guardrailPresets.flatMap((preset) => preset.statements(args));
      expect(statements).to.have.deep.members(expected);
      for (const { inputs } of policies) expect(inputs["type"]).to.equal("SERVICE_CONTROL_POLICY");
      const attachments = ofType("aws:organizations/policyAttachment:PolicyAttachment");
      expect(attachments).to.have.length(policies.length);
      for (const { inputs } of attachments) expect(inputs["targetId"]).to.equal(unitId);
    }
  });

  it("say in a policy's description which statements it holds", async () => {
    const { one } = await record(make({ targets: { dev: { id: unitId, guardrails: ["leave-organization"] } } }));
    expect(one(policyType, "guardrails-dev-1").inputs).to.deep.include({
      name: "guardrails-dev-1",
      description: "Denies: LeaveOrganization",
    });
  });

  it("refuse the management account and the root as a target", async () => {
    for (const [id, wanted] of [
      ["111122223333", "no policy holds the management account"],
      ["r-ab12", "the root holds the management account, too"],
    ]) {
      const error = await errorOf(make({ targets: { all: { id: id!, guardrails: ["root-user"] } } }));
      expect(error).to.be.instanceOf(InputError);
      expect(error.message).to.contain(`targets.all.id is "${id}"`).and.to.contain(wanted);
    }
  });

  it("refuse more policies than a target takes, naming it and the room there is", async () => {
    const presets = ["A", "B", "C", "D", "E"].map(large);
    const targets = (count: number) => ({
      dev: { id: unitId, guardrails: presets.slice(0, count).map(({ name }) => name) },
    });
    expect((await record(make({ presets, targets: targets(4) }))).ofType(policyType)).to.have.length(4);
    const error = await errorOf(make({ presets, targets: targets(5) }));
    expect(error.message)
      .to.contain("targets.dev.guardrails")
      .and.to.contain("they fill 5 policies, and there is room for 4 beside FullAWSAccess;");
    const crowded = await errorOf(make({ presets, targets: targets(3), attachedByOthers: 2 }));
    expect(crowded.message).to.contain("there is room for 2 beside FullAWSAccess and 2 of others");
  });

  it("refuse a statement that no policy has room for, and a preset that nobody knows", async () => {
    const huge = {
      ...large("Huge"),
      statements: () => [{ ...large("Huge").statements(args)[0]!, Resource: "a".repeat(400) }],
    };
    const tooLong = await errorOf(make({ presets: [huge], targets: { dev: { id: unitId, guardrails: ["Huge"] } } }));
    expect(tooLong.message).to.match(/Huge takes 5\d{3} of 5120 characters; split the statement/);
    const unknown = await errorOf(make({ targets: { dev: { id: unitId, guardrails: ["root-usr"] } } }));
    expect(unknown.message).to.contain('use one of "leave-organization", "root-user"');
  });

  it("make nothing where a target is wrong", async () => {
    let made = 0;
    const targets = {
      good: { id: unitId, guardrails: ["root-user"] },
      bad: { id: "r-ab12", guardrails: ["root-user"] },
    };
    const outputs = (type: string) => {
      if (type === policyType) made++;
      return undefined;
    };
    await errorOf(make({ targets }), { outputs });
    expect(made).to.equal(0);
  });
});
