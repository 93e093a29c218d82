import {
  CreateTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { CloudWatchClient, PutMetricAlarmCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import type { Emulator } from "../../../sandbox/emulator/emulator";
import { listMail } from "../../../sandbox/mail/list-mail";
import { clientSettings } from "../emulator/create-function";
import { runningEmulator } from "../emulator/running-emulator";

describe("listMail", function () {
  this.timeout(180_000);
  let emulator: Emulator;
  let sns: SNSClient;
  before(async () => {
    emulator = await runningEmulator();
    sns = new SNSClient(clientSettings(emulator));
  });

  const mails = async (topic: string) =>
    (await listMail({ endpoint: emulator.endpoint, file: emulator.paths.mail })).filter((mail) => mail.topic === topic);
  const subscribe = async (TopicArn: string, Endpoint: string, filter?: object) =>
    (
      await sns.send(
        new SubscribeCommand({
          TopicArn,
          Protocol: "email",
          Endpoint,
          ReturnSubscriptionArn: true,
          ...(filter && { Attributes: { FilterPolicy: JSON.stringify(filter) } }),
        }),
      )
    ).SubscriptionArn!;

  it("lists what subscriptions and their filters let through, until the subscription goes", async () => {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "announcements" }));
    const all = await subscribe(TopicArn!, "all@example.org");
    const some = await subscribe(TopicArn!, "some@example.org", { department: ["Physics"] });
    for (const department of ["Physics", "Law"]) {
      await sns.send(
        new PublishCommand({
          TopicArn: TopicArn!,
          Subject: `New student in ${department}`,
          Message: "Zoë & <Ada>\nJoined",
          MessageAttributes: { department: { DataType: "String", StringValue: department } },
        }),
      );
    }
    const found = await mails(TopicArn!);
    expect(found.map(({ to, subject }) => [subject, to])).to.deep.equal([
      ["New student in Physics", ["all@example.org", "some@example.org"]],
      ["New student in Law", ["all@example.org"]],
    ]);
    expect(found[0]).to.have.all.keys("at", "topic", "to", "subject", "body");
    expect(found[0]!.body).to.equal("Zoë & <Ada>\nJoined");
    expect(Date.parse(found[0]!.at)).to.be.closeTo(Date.now(), 60_000);

    await sns.send(new UnsubscribeCommand({ SubscriptionArn: all }));
    expect((await mails(TopicArn!)).map(({ to }) => to)).to.deep.equal([["some@example.org"]]);
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: some }));
    expect(await mails(TopicArn!)).to.deep.equal([]);
  });

  it("lists no mail of a topic that nobody subscribes to by e-mail", async () => {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "silent" }));
    await sns.send(new PublishCommand({ TopicArn: TopicArn!, Message: "x" }));
    await subscribe(TopicArn!, "late@example.org");
    expect(await mails(TopicArn!)).to.deep.equal([]);
  });

  it("lists what an alarm says", async () => {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "alarms" }));
    await subscribe(TopicArn!, "operator@example.org");
    const cloudwatch = new CloudWatchClient(clientSettings(emulator));
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: "orders-failing",
        Namespace: "Test",
        MetricName: "Failed",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: "GreaterThanThreshold",
        AlarmActions: [TopicArn!],
      }),
    );
    await cloudwatch.send(
      new PutMetricDataCommand({ Namespace: "Test", MetricData: [{ MetricName: "Failed", Value: 5 }] }),
    );
    let found = await mails(TopicArn!);
    for (let tries = 0; found.length === 0 && tries < 20; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      found = await mails(TopicArn!);
    }
    expect(found.map(({ to }) => to)).to.deep.equal([["operator@example.org"]]);
    expect(found[0]!.body).to.contain("orders-failing");
  });
});
