import {
  paginateDescribeAlarmHistory,
  paginateDescribeAlarms,
  type AlarmHistoryItem,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { cloudwatch } from "../shared/cloudwatch";

/** One alarm's week. */
export interface AlarmWeek {
  name: string;
  state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  /** Since when it is in that state. */
  since?: Date;
  /** How often it went on. */
  fired: number;
}

const WEEK = 7 * 24 * 60 * 60 * 1000;

/**
 * What the metric alarms of an environment did in the last seven days.
 *
 * @param region where they are
 * @param prefix of their names
 * @param now the end of the week
 */
export async function weekOf(region: string, prefix: string, now: Date): Promise<AlarmWeek[]> {
  const client = cloudwatch(region);
  const weeks = new Map<string, AlarmWeek>();
  const alarms = { AlarmNamePrefix: prefix, AlarmTypes: ["MetricAlarm" as const], MaxRecords: 100 };
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, alarms)) {
    for (const alarm of MetricAlarms) weeks.set(alarm.AlarmName!, weekBefore(alarm));
  }
  const history = {
    AlarmTypes: ["MetricAlarm" as const],
    HistoryItemType: "StateUpdate" as const,
    StartDate: new Date(now.getTime() - WEEK),
    EndDate: now,
    MaxRecords: 100,
  };
  for await (const { AlarmHistoryItems = [] } of paginateDescribeAlarmHistory({ client }, history)) {
    for (const item of AlarmHistoryItems) {
      const week = weeks.get(item.AlarmName ?? "");
      if (week && wentOn(item)) week.fired++;
    }
  }
  return [...weeks.values()];
}

function weekBefore(alarm: MetricAlarm): AlarmWeek {
  return {
    name: alarm.AlarmName!,
    state: alarm.StateValue ?? "INSUFFICIENT_DATA",
    since: alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp,
    fired: 0,
  };
}

/** The history's data are JSON; its summary, which is for people, says the same in every language version of the service. */
function wentOn({ HistoryData, HistorySummary }: AlarmHistoryItem): boolean {
  try {
    const data = JSON.parse(HistoryData ?? "") as { newState?: { stateValue?: string } };
    if (data.newState?.stateValue) return data.newState.stateValue === "ALARM";
  } catch {
    // Said in the summary then.
  }
  return / to ALARM$/.test(HistorySummary ?? "");
}
