import "../support/environment";
import { CloudWatchClient, DescribeAlarmHistoryCommand, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { handler } from "../../../functions/alarms/digest";
import { digestMail } from "../../../functions/alarms/digest-mail";
import weekly from "../../../functions/alarms/digest.events/weekly.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

const now = new Date("2026-11-23T07:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

describe("the weekly digest", () => {
  const sns = useAwsMock(SNSClient);
  const cloudwatch = useAwsMock(CloudWatchClient);

  it("counts how often each alarm of the environment went on, page by page and region by region", async () => {
    sns().on(PublishCommand).resolves({ MessageId: "m" });
    cloudwatch()
      .on(DescribeAlarmsCommand)
      .resolves({ MetricAlarms: [{ AlarmName: "prod-b", StateValue: "OK" }], NextToken: "2" })
      .on(DescribeAlarmsCommand, { NextToken: "2" })
      .resolves({ MetricAlarms: [{ AlarmName: "prod-a", StateValue: "ALARM", StateUpdatedTimestamp: daysAgo(1) }] });
    const update = (AlarmName: string, value: string) => ({
      AlarmName,
      HistoryData: JSON.stringify({ newState: { stateValue: value } }),
    });
    cloudwatch()
      .on(DescribeAlarmHistoryCommand)
      .resolves({
        AlarmHistoryItems: [
          update("prod-a", "ALARM"),
          update("prod-a", "OK"),
          { AlarmName: "prod-a", HistorySummary: "Alarm updated from OK to ALARM" },
          update("dev-a", "ALARM"),
        ],
      });
    await capturedOutput(() => handler(weekly, lambdaContext()));
    const [mail] = sns()
      .commandCalls(PublishCommand)
      .map(({ args }) => args[0].input);
    // Two regions answer alike here.
    expect(mail!.Subject).to.equal("Week of prod: alarms went on 4 times");
    expect(mail!.Message).to.contain("Went on:\n- prod-a: 2 times\n- prod-a: 2 times");
    expect(mail!.Message).not.to.contain("dev-a");
    const asked = cloudwatch().commandCalls(DescribeAlarmsCommand)[0]!.args[0].input;
    expect(asked).to.include({ AlarmNamePrefix: "prod-" });
  });

  it("says what is on, and what has had no data for more than a day", () => {
    const mail = digestMail("prod", now, [
      { name: "prod-on", state: "ALARM", since: daysAgo(2), fired: 1 },
      { name: "prod-silent", state: "INSUFFICIENT_DATA", since: daysAgo(3), fired: 0 },
      { name: "prod-new", state: "INSUFFICIENT_DATA", since: daysAgo(0.5), fired: 0 },
    ]);
    expect(mail.Subject).to.equal("Week of prod: alarms went on 1 time");
    expect(mail.Message).to.equal(
      [
        "The alarms of prod in the seven days before 2026-11-23 07:00:00 UTC: 3 alarms.",
        "",
        "On now:",
        "- prod-on, since 2026-11-21 07:00:00 UTC",
        "",
        "Went on:",
        "- prod-on: 1 time",
        "",
        "Without data for more than a day, so that they cannot fire:",
        "- prod-silent, since 2026-11-20 07:00:00 UTC",
      ].join("\n"),
    );
  });

  it("says that nothing happened, and cuts a list that is too long", () => {
    expect(digestMail("dev", now, []).Message).to.contain("On now: none.\n\nWent on: none.");
    expect(digestMail("dev", now, []).Subject).to.equal("Week of dev: no alarm went on");
    const many = Array.from({ length: 60 }, (_, index) => ({ name: `a${index}`, state: "OK" as const, fired: 1 }));
    expect(digestMail("dev", now, many).Message).to.contain("- and 10 more");
  });
});
