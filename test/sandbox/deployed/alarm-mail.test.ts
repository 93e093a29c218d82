import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { clientOptions, runningSandbox } from "../../../sandbox/verbs/running";
import { eventually, mails } from "../../support/sandbox";

const ALARM = "sandbox-students-add-student-errors";

/**
 * The emulator evaluates alarms wrongly, so that their definitions are tried elsewhere (test/tools/alarms); here an alarm is
 * put on by hand, and its way to the mail is looked at.
 */
describe("an alarm that goes on, as deployed", function () {
  this.timeout(60_000);
  let cloudwatch: CloudWatchClient;
  before(() => (cloudwatch = new CloudWatchClient(clientOptions(runningSandbox().emulator))));
  after(() => cloudwatch.destroy());

  const put = (StateValue: "ALARM" | "OK") =>
    cloudwatch.send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue, StateReason: "put on by a test" }));
  const alarmMails = async () => (await mails()).filter(({ topic }) => topic.includes("-alarm-mail-"));

  it("sends one mail that says what broke, and one when all is well again", async () => {
    const before = (await alarmMails()).length;
    await put("ALARM");
    await eventually(alarmMails, (sent) => sent.length > before);
    await put("OK");
    const sent = (await eventually(alarmMails, (all) => all.length > before + 1)).slice(before);
    expect(sent.map(({ subject }) => subject)).to.deep.equal([
      "CRITICAL: sandbox-students-unhealthy",
      "OK: sandbox-students-unhealthy",
    ]);
    expect(sent[0]!.to).to.deep.equal(["on-call@example.org"]);
    const { body } = sent[0]!;
    expect(body).to.contain("students is unhealthy: at least one of its critical alarms is on.");
    expect(body).to.contain("- Function addStudentDetails: More than 5 % of the invocations end with an error");
    expect(body).to.contain(`Alarm ${ALARM}`).and.to.contain("put on by a test");
    expect(body).to.contain("Runbook: docs/runbooks.md#add-student-errors");
    expect(body).to.match(/Dashboard: https:\/\/\S+#dashboards\/dashboard\/sandbox-students/);
    expect(body).not.to.contain("Told by");
  });
});
