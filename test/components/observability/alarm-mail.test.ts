import { expect } from "chai";
import { Key } from "../../../components/encryption/key";
import { Queue } from "../../../components/messaging/queue";
import { AlarmMail, type AlarmMailArgs } from "../../../components/observability/alarm-mail";
import { AlarmTopic } from "../../../components/observability/alarm-topic";
import { errorOf, record, recordBoth } from "../../support/record";

function make(more: Partial<AlarmMailArgs> = {}): AlarmMail {
  const key = new Key("shared", { description: "Data of the stack" });
  const deadLetterQueue = new Queue("undeliverable", {
    key,
    visibilityTimeoutSeconds: 30,
    deadLetter: false,
    senders: [{ service: "events.amazonaws.com" }],
  });
  const topic = (name: string) => new AlarmTopic(name, { key, topicName: `prod-${name}` });
  return new AlarmMail("alarm-mail", {
    key,
    sources: [
      { name: "critical", topic: topic("alarms-critical"), severity: "critical" },
      { name: "warning", topic: topic("alarms-warning"), severity: "warning" },
    ],
    addresses: { critical: ["on-call@example.org"], warning: ["team@example.org"] },
    environmentName: "prod",
    alarmNamePrefix: "prod-",
    alarmRegions: ["eu-west-1"],
    deadLetterQueue,
    ...more,
  });
}

describe("AlarmMail", () => {
  it("leads each severity from its topic through the function to its people", async () => {
    const [recorded, preview] = await recordBoth(() => make());
    const subscriptions = recorded.ofType("aws:sns/topicSubscription:TopicSubscription").map(({ inputs }) => inputs);
    expect(subscriptions.map(({ protocol, endpoint, topic }) => [topic, protocol, endpoint])).to.have.deep.members([
      ["arn:aws:sns:eu-west-1:111122223333:prod-alarm-mail-critical", "email", "on-call@example.org"],
      ["arn:aws:sns:eu-west-1:111122223333:prod-alarm-mail-warning", "email", "team@example.org"],
      ...["critical", "warning"].map((severity) => [
        `arn:aws:sns:eu-west-1:111122223333:prod-alarms-${severity}`,
        "lambda",
        "arn:aws:lambda:eu-west-1:111122223333:function:prod-alarm-mail:live",
      ]),
    ]);
    const mail = recorded.one("aws:lambda/function:Function", "alarm-mail-mail-function").inputs as {
      environment: { variables: { ALARM_ROUTES: string } };
    };
    expect(JSON.parse(mail.environment.variables.ALARM_ROUTES)).to.deep.equal({
      "arn:aws:sns:eu-west-1:111122223333:prod-alarms-critical": {
        severity: "critical",
        mailTopic: "arn:aws:sns:eu-west-1:111122223333:prod-alarm-mail-critical",
      },
      "arn:aws:sns:eu-west-1:111122223333:prod-alarms-warning": {
        severity: "warning",
        mailTopic: "arn:aws:sns:eu-west-1:111122223333:prod-alarm-mail-warning",
      },
    });
    expect(preview.all.map(({ urn }) => urn)).to.have.members(recorded.all.map(({ urn }) => urn));
  });

  it("lets the topics invoke the function, and the function read alarms of the environment alone", async () => {
    const recorded = await record(() => make());
    const permissions = recorded.ofType("aws:lambda/permission:Permission").map(({ inputs }) => inputs["sourceArn"]);
    expect(permissions).to.have.members([
      "arn:aws:sns:eu-west-1:111122223333:prod-alarms-critical",
      "arn:aws:sns:eu-west-1:111122223333:prod-alarms-warning",
      "arn:aws:events:eu-west-1:111122223333:rule/prod-alarm-digest",
    ]);
    const policy = JSON.parse(
      String(recorded.one("aws:iam/rolePolicy:RolePolicy", "alarm-mail-mail-read-alarms").inputs["policy"]),
    ) as object;
    expect(policy).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ReadAlarms",
          Effect: "Allow",
          Action: "cloudwatch:DescribeAlarms",
          Resource: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:prod-*",
        },
      ],
    });
  });

  it("sends the digest on Monday mornings, and keeps what was not taken", async () => {
    const recorded = await record(() => make());
    expect(recorded.one("aws:cloudwatch/eventRule:EventRule").inputs["scheduleExpression"]).to.equal(
      "cron(0 7 ? * MON *)",
    );
    const target = recorded.one("aws:cloudwatch/eventTarget:EventTarget").inputs;
    expect(target["deadLetterConfig"]).to.have.property("arn");
  });

  it("refuses to reach nobody", async () => {
    const message = async (more: Partial<AlarmMailArgs>) => (await errorOf(() => make(more))).message;
    expect(await message({ addresses: { critical: [], warning: ["team@example.org"] } })).to.match(
      /addresses\.critical.*name at least one e-mail address/s,
    );
    expect(await message({ addresses: { critical: ["nobody"], warning: ["team@example.org"] } })).to.contain("nobody");
    expect(await message({ sources: [] })).to.contain("name the topics that alarms go to");
  });
});
