import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  SetAlarmStateCommand,
  type StateValue,
} from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { outputs, sandbox } from "../../support/sandbox";

interface Verified {
  addresses: { name: string; url: string; problem?: string }[];
  firing: { name: string }[];
  left: string[];
}

describe("the verification of the sandbox", function () {
  this.timeout(120_000);
  const verify = async () => {
    const { code, stdout, stderr } = await sandbox("verify", "--wait", "0", "--json");
    expect(stdout, stderr).to.match(/^\{/);
    return { code, ...(JSON.parse(stdout) as Verified) };
  };

  it("finds every API and page well, and names what nothing here answers", async () => {
    const { code, addresses, firing, left } = await verify();
    const wrong = addresses.filter(({ problem }) => problem !== undefined);
    expect(wrong).to.deep.equal([]);
    const names = addresses.map(({ name }) => name);
    expect(names).to.include.members(["students-api-outside", "users-api-outside", "web-outside", "web-find-outside"]);
    expect(left).to.deep.equal(outputs()["containers"] ? ["containers-outside"] : []);
    // Other tests let alarms fire.
    expect(code).to.equal(firing.length === 0 ? 0 : 1);
  });

  it("fails where an alarm fires, and names it", async () => {
    const { endpoint, region, accountId } = outputs();
    const credentials = { accessKeyId: accountId, secretAccessKey: "test" };
    const cloudwatch = new CloudWatchClient({ endpoint, region, credentials });
    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmTypes: ["MetricAlarm"] }));
    const { AlarmName, StateValue: before } = MetricAlarms!.find((alarm) => alarm.StateValue !== "ALARM")!;
    const set = (StateValue: StateValue) =>
      cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "a test" }));
    await set("ALARM");
    try {
      const { code, firing } = await verify();
      expect(code).to.equal(1);
      expect(firing.map(({ name }) => name)).to.include(AlarmName);
    } finally {
      await set(before!);
      cloudwatch.destroy();
    }
  });
});
