import { expect } from "chai";
import { baseline } from "../../stacks/baseline";
import type { BaselineEnvironment } from "../../stacks/config/organization-environment";
import { referencedOutputs } from "../../tools/plan/referenced-outputs";
import type { RecordOptions } from "../../tools/plan/program-recorder";
import { record, recordBoth } from "../support/record";
import { statementsOf } from "../components/encryption/least-privilege";
import { loadAny, organizationYaml, valuesOf } from "./config/fixture";

function stackOf(account: string, yaml = organizationYaml, more: Record<string, string> = {}) {
  const stack = `baseline-${account}`;
  const configuration = loadAny(valuesOf("baseline", account, more), yaml, stack);
  const options: RecordOptions = {
    stack,
    outputs: (type) => (type === "pulumi:pulumi:StackReference" ? referencedOutputs(configuration) : undefined),
  };
  return { program: () => baseline(configuration.environment as BaselineEnvironment), options };
}

const run = (...args: Parameters<typeof stackOf>) => {
  const { program, options } = stackOf(...args);
  return record(program, options);
};

describe("an account's baseline", () => {
  it("makes the same in a preview", async () => {
    const { program, options } = stackOf("dev");
    const [update, preview] = await recordBoth(program, options);
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
  });

  it("has what is one per account once, and what is one per region in each", async () => {
    const { ofType } = await run("dev");
    for (const type of [
      "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
      "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
      "aws:iam/serviceLinkedRole:ServiceLinkedRole",
    ])
      expect(ofType(type), type).to.have.length(1);
    for (const type of [
      "aws:apigateway/account:Account",
      "aws:cfg/recorder:Recorder",
      "aws:ebs/encryptionByDefault:EncryptionByDefault",
      "aws:oam/link:Link",
      "aws:xray/resourcePolicy:ResourcePolicy",
    ])
      expect(
        ofType(type).map(({ provider }) => provider!.split("::")[3]),
        type,
      ).to.have.members(["dev-eu-west-1", "dev-us-east-1"]);
    // A region takes ten of them: they are made where something delivers logs.
    expect(ofType("aws:cloudwatch/logResourcePolicy:LogResourcePolicy")).to.deep.equal([]);
  });

  it("also has the further regions of the account", async () => {
    const yaml = organizationYaml.replace("aws+dev@acme.io,", "aws+dev@acme.io, regions: [eu-north-1],");
    const { ofType } = await run("dev", yaml);
    expect(ofType("aws:cfg/recorder:Recorder").map(({ name }) => name)).to.have.members([
      "configuration-eu-west-1-recorder",
      "configuration-eu-north-1-recorder",
      "configuration-us-east-1-recorder",
    ]);
  });

  it("delivers configuration to the archive of the audit account", async () => {
    const { ofType } = await run("dev");
    for (const { inputs } of ofType("aws:cfg/deliveryChannel:DeliveryChannel"))
      expect(inputs).to.include({
        s3BucketName: "acme-config-555566667777",
        s3KmsKeyArn: "arn:aws:kms:eu-west-1:555566667777:alias/acme-log-archive",
      });
  });

  it("forwards from both regions to the security account's bus", async () => {
    const { ofType } = await run("dev");
    const targets = ofType("aws:cloudwatch/eventTarget:EventTarget");
    expect(new Set(targets.map(({ inputs }) => inputs["arn"]))).to.deep.equal(
      new Set(["arn:aws:events:eu-west-1:555566667777:event-bus/default"]),
    );
    expect(new Set(targets.map(({ provider }) => provider!.split("::")[3]))).to.have.keys(
      "dev-eu-west-1",
      "dev-us-east-1",
    );
  });

  it("sends nothing from the bus to itself, and links no account to itself", async () => {
    const { ofType } = await run("audit");
    const regions = ofType("aws:cloudwatch/eventRule:EventRule").map(({ provider }) => provider!.split("::")[3]);
    expect(new Set(regions)).to.have.keys("audit-us-east-1");
    expect(ofType("aws:oam/link:Link")).to.deep.equal([]);
  });

  it("makes no second recorder under a Control Tower", async () => {
    const yaml = organizationYaml
      .replace("name: acme\n", "name: acme\n  id: o-a1b2c3d4e5\n  controlTower: {}\n")
      .replace("{ name: Security }", "{ name: Security, id: ou-ab12-aaaaaaaa }")
      .replace("workloads: {}", "workloads: { id: ou-ab12-bbbbbbbb }")
      .replace("{ parent: workloads,", "{ parent: workloads, id: ou-ab12-cccccccc,");
    const { ofType } = await run("dev", yaml);
    expect(ofType("aws:cfg/recorder:Recorder")).to.deep.equal([]);
    expect(ofType("aws:apigateway/account:Account")).to.have.length(2);
  });

  it("asks for the quotas that are configured", async () => {
    const quotas = '[{"service":"lambda","quota":"L-B99A9384","value":2000}]';
    const { one } = await run("dev", organizationYaml, { "platform:quotas": quotas });
    expect(one("aws:servicequotas/serviceQuota:ServiceQuota").inputs["value"]).to.equal(2000);
  });
});

describe("who deploys to an account", () => {
  const yaml = `${organizationYaml}
deployment: { githubRepository: acme/platform, pipeline: { account: prod, targets: [dev] } }
`;
  const POLICY = "aws:iam/policy:Policy";
  const ASSUME = "sts:AssumeRole";

  /** What the managed policies of a role say. */
  const given = (recorded: Awaited<ReturnType<typeof run>>, role: string) =>
    recorded
      .ofType(POLICY)
      .filter(({ inputs }) => (inputs["name"] as string).startsWith(`${role}-`))
      .flatMap(({ inputs }) => statementsOf(inputs["policy"]));
  const taking = (statements: { Action?: unknown; Resource?: unknown }[]) =>
    statements.filter(({ Action }) => [Action].flat().includes(ASSUME)).map(({ Resource }) => Resource);

  it("reaches the state of the account's own stack, and of no other", async () => {
    const recorded = await run("dev", yaml);
    expect(taking(given(recorded, "PlatformDeployment"))).to.deep.equal([
      ["arn:aws:iam::444455556666:role/platform-state-dev"],
    ]);
    expect(taking(given(recorded, "PlatformPipeline"))).to.deep.equal([]);
    const inline = recorded.ofType("aws:iam/rolePolicy:RolePolicy").filter(({ name }) => name.startsWith("pipeline-"));
    expect(inline.map(({ name, inputs }) => [name, taking(statementsOf(inputs["policy"]))])).to.deep.equal(
      ["pipeline-deploy-assume", "pipeline-plan-assume"].map((name) => [
        name,
        // The state is in one of the organisation's accounts.
        [
          ["444455556666", "555566667777", "111122223333", "222233334444"].map(
            (id) => `arn:aws:iam::${id}:role/platform-state-dev`,
          ),
        ],
      ]),
    );
  });

  it("shows reviewers a preview, by a role of an environment that asks nobody, and reaches the same state for it", async () => {
    const deployments = '{"environments":["dev","feature"],"stacks":["dev","feature"]}';
    const recorded = await run("dev", yaml, { "platform:deployments": deployments });
    const { name, assumeRolePolicy } = recorded.one("aws:iam/role:Role", "github-review-role").inputs;
    expect(name).to.equal("PlatformReview");
    expect(JSON.stringify(statementsOf(assumeRolePolicy)[0]!.Condition)).to.contain(
      '["repo:acme/platform:environment:dev-review","repo:acme/platform:environment:feature-review"]',
    );
    const assume = recorded.one("aws:iam/rolePolicy:RolePolicy", "github-review-assume").inputs;
    expect(taking(statementsOf(assume["policy"]))).to.deep.equal([
      ["dev", "feature"].map((stack) => `arn:aws:iam::444455556666:role/platform-state-${stack}`),
    ]);
  });

  it("reaches that of the stacks that are configured", async () => {
    const deployments = '{"environments":["dev","feature"],"stacks":["dev","feature"]}';
    const recorded = await run("dev", yaml, { "platform:deployments": deployments });
    expect(taking(given(recorded, "PlatformDeployment"))).to.deep.equal([
      ["dev", "feature"].map((stack) => `arn:aws:iam::444455556666:role/platform-state-${stack}`),
    ]);
  });

  it("reaches the one role elsewhere that lets the account's APIs ask their authorizer, where it is configured", async () => {
    const authorizerRole = '{"account":"audit","role":"authorizer-permissions"}';
    const recorded = await run("dev", yaml, { "platform:authorizerRole": authorizerRole });
    const role = "arn:aws:iam::555566667777:role/authorizer-permissions";
    const deployer = given(recorded, "PlatformDeployment");
    expect(deployer.find(({ Sid }) => Sid === "ReachAuthorizer")).to.deep.equal({
      Sid: "ReachAuthorizer",
      Effect: "Allow",
      Action: [ASSUME],
      Resource: [role],
    });
    expect(taking(deployer).flat()).to.deep.equal(["arn:aws:iam::444455556666:role/platform-state-dev", role]);
    for (const name of ["pipeline-deploy-assume", "pipeline-plan-assume"]) {
      const [taken] = taking(statementsOf(recorded.one("aws:iam/rolePolicy:RolePolicy", name).inputs["policy"]));
      const others = (taken as string[]).filter((each) => !each.endsWith(":role/platform-state-dev"));
      expect(others, name).to.deep.equal([role]);
    }
  });

  it("makes roles within the boundary of the account only, which is there before", async () => {
    const recorded = await run("dev", yaml);
    const boundary = recorded.one(POLICY, "boundary-policy").inputs["name"];
    for (const role of ["PlatformDeployment", "PlatformPipeline"]) {
      const statements = given(recorded, role);
      const bounded = { "iam:PermissionsBoundary": `arn:aws:iam::111122223333:policy/${boundary as string}` };
      const allowed = statements.filter(
        ({ Effect, Action }) => Effect === "Allow" && [Action].flat().includes("iam:CreateRole"),
      );
      expect(
        allowed.map(({ Condition }) => Condition),
        role,
      ).to.deep.equal([{ StringEquals: bounded }]);
      const denied = statements.find(({ Sid }) => Sid === "DenyUnboundedRoles");
      expect(denied!.Condition, role).to.deep.equal({ StringNotEquals: bounded });
    }
  });

  it("is nobody from outside, with no boundary, where no workloads are", async () => {
    const { ofType } = await run("audit", yaml);
    expect(ofType(POLICY)).to.deep.equal([]);
  });
});
