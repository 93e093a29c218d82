import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { alarmText } from "./alarm-text";
import { utcTime } from "./utc-time";

/**
 * The lines of a mail about one alarm that is on: what broke, since when, by how much, and what to do.
 *
 * @param alarm as CloudWatch describes it
 */
export function brokenPart(alarm: MetricAlarm): string {
  const { about, runbook } = alarmText(alarm.AlarmDescription ?? alarm.AlarmName ?? "");
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  return [
    `- ${about}`,
    `  Alarm ${alarm.AlarmName}${since ? `, since ${utcTime(since)}` : ""}`,
    ...(alarm.StateReason ? [`  ${alarm.StateReason}`] : []),
    ...(runbook ? [`  Runbook: ${runbook}`] : []),
  ].join("\n");
}
