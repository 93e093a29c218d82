import { DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { cloudwatch } from "../shared/cloudwatch";
import type { AlarmMessage } from "./alarm-message";

/** DescribeAlarms takes this many names. */
const NAMES_AT_ONCE = 100;

/**
 * The metric alarms of a composite alarm's rule that are on, those that went on first in front.
 *
 * Asked by name: about the children of a composite alarm CloudWatch tells neither reason nor description.
 * {@link https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html}
 *
 * @param message about the composite alarm
 */
export async function alarmsThatAreOn({ AlarmArn, AlarmRule }: AlarmMessage): Promise<MetricAlarm[]> {
  const names = [...(AlarmRule ?? "").matchAll(/ALARM\("?[^")]*:alarm:([^")]+)"?\)/g)].map(([, name]) => name!);
  const found: MetricAlarm[] = [];
  for (let at = 0; at < names.length; at += NAMES_AT_ONCE) {
    const { MetricAlarms = [] } = await cloudwatch(AlarmArn.split(":")[3] ?? "").send(
      new DescribeAlarmsCommand({ AlarmNames: names.slice(at, at + NAMES_AT_ONCE), MaxRecords: NAMES_AT_ONCE }),
    );
    found.push(...MetricAlarms.filter(({ StateValue }) => StateValue === "ALARM"));
  }
  const since = ({ StateTransitionedTimestamp: at, StateUpdatedTimestamp: updated }: MetricAlarm) =>
    (at ?? updated)?.getTime() ?? 0;
  return found.sort((a, b) => since(a) - since(b));
}
