/** States of an alarm. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html */
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** What decides an alarm's state besides its datapoints. */
export interface AlarmRule {
  /** Whether one datapoint breaches the threshold. */
  breaches: (value: number) => boolean;
  /** N: how many datapoints are looked at. */
  evaluationPeriods: number;
  /** M: how many of them must breach. */
  datapointsToAlarm: number;
  treatMissingData: "breaching" | "notBreaching" | "ignore" | "missing";
}

/**
 * The state of an alarm by CloudWatch's rules for missing data, M out of N, and premature transitions.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 *
 * CloudWatch retrieves more datapoints than the N it needs. Where at least N are there, the latest N count and missing
 * ones do not; else as many of the missing ones count, in the way the alarm says, as it takes to make N.
 *
 * @param rule the alarm
 * @param retrieved the evaluation range, oldest first; `undefined` is a missing datapoint
 * @param current the state the alarm is in
 */
export function alarmState(
  rule: AlarmRule,
  retrieved: readonly (number | undefined)[],
  current: AlarmState,
): AlarmState {
  const { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData } = rule;
  const present = retrieved.filter((value) => value !== undefined).slice(-n);
  const breaching = present.filter(rule.breaches).length;
  const filled = n - present.length;
  if (breaching >= m) return "ALARM";
  if (filled === 0) return "OK";
  switch (treatMissingData) {
    case "breaching":
      return breaching + filled >= m ? "ALARM" : "OK";
    case "notBreaching":
      return "OK";
    case "ignore":
      return breaching === present.length ? current : "OK";
    case "missing":
      if (present.length === 0) return "INSUFFICIENT_DATA";
      return breaching === present.length && oldestAge(retrieved) >= m ? "ALARM" : "OK";
  }
}

/** How many periods ago the oldest datapoint is; the latest period is the first. */
function oldestAge(retrieved: readonly (number | undefined)[]): number {
  return retrieved.length - retrieved.findIndex((value) => value !== undefined);
}
