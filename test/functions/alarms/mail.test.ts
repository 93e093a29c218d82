import "../support/environment";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { SNSEvent } from "aws-lambda";
import { expect } from "chai";
import { handler } from "../../../functions/alarms/mail";
import serverErrors from "../../../functions/alarms/mail.events/server-errors.json";
import unhealthy from "../../../functions/alarms/mail.events/system-unhealthy.json";
import well from "../../../functions/alarms/mail.events/system-well.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

const mailTopic = "arn:aws:sns:us-east-1:123456789012:prod-alarm-mail-critical";

describe("the function that makes mails of alarms", () => {
  const sns = useAwsMock(SNSClient);
  const cloudwatch = useAwsMock(CloudWatchClient);
  beforeEach(() => {
    sns().on(PublishCommand).resolves({ MessageId: "m" });
    cloudwatch()
      .on(DescribeAlarmsCommand)
      .resolves({
        MetricAlarms: [
          {
            AlarmName: "prod-students-students-api-server-errors",
            AlarmDescription:
              "API students Dev: More than 5 % of the requests fail. Runbook: docs/runbooks.md#students-api-server-errors Told by: prod-students-unhealthy",
            StateValue: "ALARM",
            StateReason: "Threshold Crossed: 12.0 was greater than 5.0.",
            StateTransitionedTimestamp: new Date("2026-11-21T07:15:00Z"),
          },
          {
            AlarmName: "prod-students-add-student-errors",
            AlarmDescription: "Function addStudentDetails: It fails. Runbook: docs/runbooks.md#add-student-errors",
            StateValue: "ALARM",
            StateTransitionedTimestamp: new Date("2026-11-21T07:14:00Z"),
          },
          { AlarmName: "prod-students-quiet", StateValue: "OK" },
        ],
      });
  });

  const call = async (event: unknown) => {
    const { output } = await capturedOutput(() => handler(event as SNSEvent, lambdaContext()));
    return {
      output,
      mails: sns()
        .commandCalls(PublishCommand)
        .map(({ args }) => args[0].input),
    };
  };
  /** The sample with other values in the message. */
  const changed = (event: typeof unhealthy, values: Record<string, unknown>) => {
    const copy = structuredClone(event);
    const { Sns } = copy.Records[0]!;
    Sns.Message = JSON.stringify({ ...(JSON.parse(Sns.Message) as object), ...values });
    return copy;
  };

  it("tells in one mail what broke, since when and what to do", async () => {
    const { mails } = await call(unhealthy);
    expect(mails).to.deep.equal([
      {
        TopicArn: mailTopic,
        Subject: "CRITICAL: prod-students-unhealthy (2 alarms)",
        Message: [
          "students is unhealthy: at least one of its critical alarms is on.",
          "Since 2026-11-21 07:15:00 UTC.",
          "",
          "What broke:",
          "- Function addStudentDetails: It fails.",
          "  Alarm prod-students-add-student-errors, since 2026-11-21 07:14:00 UTC",
          "  Runbook: docs/runbooks.md#add-student-errors",
          "- API students Dev: More than 5 % of the requests fail.",
          "  Alarm prod-students-students-api-server-errors, since 2026-11-21 07:15:00 UTC",
          "  Threshold Crossed: 12.0 was greater than 5.0.",
          "  Runbook: docs/runbooks.md#students-api-server-errors",
          "",
          "Dashboard: https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/prod-students",
          "Runbook: docs/runbooks.md#students-unhealthy",
          "Account 123456789012, region us-east-1. Alarm prod-students-unhealthy.",
          "",
          "This problem sends one mail, and another when all is well again.",
        ].join("\n"),
      },
    ]);
    const [asked] = cloudwatch().commandCalls(DescribeAlarmsCommand);
    expect(asked!.args[0].input.AlarmNames).to.deep.equal([
      "prod-students-add-student-errors",
      "prod-students-students-api-server-errors",
    ]);
  });

  it("tells when all is well again, without asking", async () => {
    const { mails } = await call(well);
    expect(mails.map(({ Subject }) => Subject)).to.deep.equal(["OK: prod-students-unhealthy"]);
    expect(mails[0]!.Message).to.match(
      /^All is well again since 2026-11-21 07:40:00 UTC\.\n\nIt was: students is unhealthy/,
    );
    expect(cloudwatch().commandCalls(DescribeAlarmsCommand)).to.have.length(0);
  });

  it("tells of a metric alarm that no other alarm tells of", async () => {
    const { mails } = await call(serverErrors);
    expect(mails[0]!.Subject).to.equal("CRITICAL: prod-students-students-api-server-errors");
    expect(mails[0]!.Message).to.contain("What broke:\n- Threshold Crossed: 1 datapoint");
  });

  const silent: [string, Record<string, unknown>][] = [
    ["an alarm that another tells of", { AlarmDescription: "It fails. Told by: prod-students-unhealthy" }],
    ["an alarm that is new and well", { NewStateValue: "OK", OldStateValue: "INSUFFICIENT_DATA" }],
    ["an alarm without data", { NewStateValue: "INSUFFICIENT_DATA", OldStateValue: "OK" }],
  ];
  for (const [title, values] of silent) {
    it(`sends no mail for ${title}, and says why in the log`, async () => {
      const { mails, output } = await call(changed(unhealthy, values));
      expect(mails).to.deep.equal([]);
      expect(output).to.contain('"not told"');
    });
  }

  it("sends the mail without details where the alarms cannot be read", async () => {
    cloudwatch().on(DescribeAlarmsCommand).rejects(new Error("Throttling"));
    const { mails, output } = await call(unhealthy);
    expect(mails[0]!.Subject).to.equal("CRITICAL: prod-students-unhealthy");
    expect(mails[0]!.Message).to.contain(
      "- arn:aws:cloudwatch:us-east-1:123456789012:alarm:prod-students-add-student-errors",
    );
    expect(output).to.contain("the alarms cannot be read");
  });

  it("sends on what is no message of CloudWatch", async () => {
    const event = structuredClone(serverErrors) as { Records: { Sns: { Message: string; Subject: string | null } }[] };
    Object.assign(event.Records[0]!.Sns, { Message: "Your budget is used up.", Subject: "AWS Budgets: prod é" });
    const { mails } = await call(event);
    expect(mails).to.deep.equal([
      { TopicArn: mailTopic, Subject: "AWS Budgets: prod e", Message: "Your budget is used up." },
    ]);
  });

  it("fails for a topic that it does not know, and where the mail cannot be sent, so that it is tried again", async () => {
    const stranger = structuredClone(unhealthy);
    stranger.Records[0]!.Sns.TopicArn = "arn:aws:sns:us-east-1:123456789012:other";
    const failure = async (event: unknown) => call(event).then(String, (error: Error) => error.message);
    expect(await failure(stranger)).to.equal(
      "ALARM_ROUTES does not name the topic arn:aws:sns:us-east-1:123456789012:other",
    );
    sns().on(PublishCommand).rejects(new Error("KMS.Disabled"));
    expect(await failure(unhealthy)).to.equal("KMS.Disabled");
  });
});
