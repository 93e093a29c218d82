import { expect } from "chai";
import { activityRules } from "../../../components/audit/activity";
import { EventForwarder } from "../../../components/audit/event-forwarder";
import { EventMails } from "../../../components/audit/event-mails";
import { findingRules } from "../../../components/audit/findings";
import { rootSignIn } from "../../../components/audit/activity/root-sign-in";
import { deployments } from "../../../components/audit/activity/deployments";
import type { MailRule } from "../../../components/audit/mail-rule";
import { Key } from "../../../components/encryption/key";
import { InputError } from "../../../components/input-error";
import { AlarmTopic } from "../../../components/observability/alarm-topic";
import { errorOf, record, recordBoth } from "../../support/record";
import { expectLeastPrivilege, statementsOf } from "../encryption/least-privilege";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const names = { deployRole: "PlatformDeployment" };
const BUS = "arn:aws:events:eu-west-1:444455556666:event-bus/default";

function makeMails(args: Partial<ConstructorParameters<typeof EventMails>[1]> = {}): EventMails {
  const key = new Key("mails", { description: "Tests" });
  const topic = (name: string) =>
    new AlarmTopic(name, {
      key,
      topicName: name,
      addresses: [`${name}@example.com`],
      publishers: [{ service: "events.amazonaws.com" }],
    });
  return new EventMails("security", {
    rules: [...activityRules(names), ...findingRules()],
    topics: { critical: topic("critical"), warning: topic("warning") },
    key,
    ...args,
  });
}

const makeForwarder = (args: Partial<ConstructorParameters<typeof EventForwarder>[1]> = {}) =>
  new EventForwarder("activity", {
    rules: activityRules(names),
    busArn: BUS,
    region: "eu-west-1",
    key: new Key("forwarder", { description: "Tests" }),
    ...args,
  });

describe("EventMails", () => {
  it("mails each event to the topic of its severity, and keeps what cannot be mailed", async () => {
    const [update, preview] = await recordBoth(() => makeMails());
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    const rules = [...activityRules(names), ...findingRules()];
    expect(update.ofType(RULE).map(({ name }) => name)).to.deep.equal(rules.map(({ name }) => `security-${name}`));
    for (const rule of rules) {
      const target = update.one(TARGET, `security-${rule.name}-mail`).inputs;
      expect(target["arn"]).to.equal(`arn:aws:sns:eu-west-1:111122223333:${rule.severity}`);
      expect(target).to.not.have.property("roleArn");
      expect(target["deadLetterConfig"]).to.deep.equal({
        arn: "arn:aws:sqs:eu-west-1:111122223333:security-undelivered-queue-id",
      });
    }
    expect(update.ofType("aws:cloudwatch/eventBusPolicy:EventBusPolicy")).to.deep.equal([]);
  });

  it("asks for read-only calls only where the rule is about one", async () => {
    const { one } = await record(() => makeMails({ rules: [rootSignIn(), deployments(names)] }));
    expect(one(RULE, "security-root-sign-in").inputs["state"]).to.equal("ENABLED");
    expect(one(RULE, "security-deployments").inputs["state"]).to.equal("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    expect(JSON.parse(one(RULE, "security-deployments").inputs["eventPattern"] as string)).to.deep.equal(
      deployments(names).pattern,
    );
  });

  it("takes events of the organisation's forwarders, and of nobody else", async () => {
    const { one } = await record(() => makeMails({ organizationId: "o-a1b2c3d4e5" }));
    const policy = one("aws:cloudwatch/eventBusPolicy:EventBusPolicy").inputs;
    expect(policy["eventBusName"]).to.equal("default");
    expect(statementsOf(policy["policy"])).to.deep.equal([
      {
        Sid: "AllowForwardersOfOrganization",
        Effect: "Allow",
        Principal: "*",
        Action: "events:PutEvents",
        Resource: "arn:aws:events:eu-west-1:111122223333:event-bus/default",
        Condition: {
          StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
          ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/PlatformEventForwarder-*" },
        },
      },
    ]);
  });

  it("alarms when something could not be mailed", async () => {
    const { result } = await record(() => makeMails());
    expect(result.monitoring.alarms.map(({ severity }) => severity)).to.include("critical");
  });

  for (const [what, rules, text] of [
    ["no rule", [], "give at least one"],
    ["two rules of one name", [rootSignIn(), rootSignIn()], "a name of its own"],
    ["an illegal name", [{ ...rootSignIn(), name: "Root Sign-In" }], "lower-case"],
    ["a pattern that is too long", [{ ...rootSignIn(), pattern: { a: ["x".repeat(2048)] } }], "at most 2048"],
  ] as [string, MailRule[], string][])
    it(`refuses ${what}`, async () => {
      const error = await errorOf(() => makeMails({ rules }));
      expect(error).to.be.instanceOf(InputError);
      expect(error.message).to.include(text);
    });
});

describe("EventForwarder", () => {
  it("sends to one bus by a role that can do nothing else", async () => {
    const [update, preview] = await recordBoth(() => makeForwarder());
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    const role = update.one("aws:iam/role:Role").inputs;
    expect(role["name"]).to.equal("PlatformEventForwarder-eu-west-1");
    expect(statementsOf(role["assumeRolePolicy"])).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
    ]);
    const policy = update.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"];
    expect(statementsOf(policy)).to.deep.equal([
      { Sid: "ForwardEvents", Effect: "Allow", Action: "events:PutEvents", Resource: BUS },
    ]);
    await expectLeastPrivilege(policy);
    for (const { name } of activityRules(names)) {
      const target = update.one(TARGET, `activity-${name}-bus`).inputs;
      expect(target["arn"]).to.equal(BUS);
      expect(target["roleArn"]).to.equal("arn:aws:iam::111122223333:role/PlatformEventForwarder-eu-west-1");
    }
    expect(update.ofType(RULE)).to.have.length(activityRules(names).length);
  });

  it("refuses what is no bus", async () => {
    const error = await errorOf(() => makeForwarder({ busArn: "arn:aws:sns:eu-west-1:444455556666:topic" }));
    expect(error).to.be.instanceOf(InputError);
    expect(error.message).to.include("the ARN of an event bus");
  });
});
