import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { alarmMessageOf } from "../../../functions/alarms/alarm-message";
import { runningEmulator } from "./running-emulator";

describe("what an alarm of the emulator tells its topic", function () {
  this.timeout(120_000);

  it("has the alarm's ARN, and the rule of an alarm over others, as CloudWatch's has", async () => {
    const { endpoint } = await runningEmulator();
    const credentials = { accessKeyId: "111122223333", secretAccessKey: "sandbox" };
    const options = { endpoint, region: "eu-west-1", credentials };
    const cloudwatch = new CloudWatchClient(options);
    const sns = new SNSClient(options);
    const sqs = new SQSClient(options);
    try {
      const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "told" }));
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "told" }));
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
      const Endpoint = Attributes!["QueueArn"]!;
      await sns.send(
        new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint, Attributes: { RawMessageDelivery: "true" } }),
      );
      const actions = { AlarmActions: [TopicArn!], ActionsEnabled: true };
      await cloudwatch.send(
        new PutMetricAlarmCommand({
          AlarmName: "part",
          Namespace: "Test",
          MetricName: "Errors",
          Period: 60,
          EvaluationPeriods: 1,
          Statistic: "Sum",
          Threshold: 1,
          ComparisonOperator: "GreaterThanThreshold",
          ...actions,
        }),
      );
      await cloudwatch.send(
        new PutCompositeAlarmCommand({ AlarmName: "whole", AlarmRule: 'ALARM("part")', ...actions }),
      );
      await cloudwatch.send(
        new SetAlarmStateCommand({ AlarmName: "part", StateValue: "ALARM", StateReason: "a test" }),
      );
      const told = new Map<string, ReturnType<typeof alarmMessageOf>>();
      for (let round = 0; round < 20 && told.size < 2; round++) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
        );
        for (const { Body } of Messages) {
          const message = alarmMessageOf(Body!);
          if (message?.NewStateValue === "ALARM") told.set(message.AlarmName, message);
        }
      }
      expect(told.get("part")).to.include({ AlarmArn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:part" });
      expect(told.get("part")).not.to.have.property("AlarmRule");
      expect(told.get("whole")).to.include({
        AlarmArn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:whole",
        AlarmRule: 'ALARM("part")',
      });
    } finally {
      for (const client of [cloudwatch, sns, sqs]) client.destroy();
    }
  });
});
