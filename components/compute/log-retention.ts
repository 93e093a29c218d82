import type { InputChecks } from "../input-checks";

const PAGE = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html";

/** The retention periods, in days, that CloudWatch Logs accepts, without "for ever", which is not offered. */
export const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Refuses a retention that CloudWatch Logs does not know.
 *
 * @param field the argument's name
 * @param days `undefined` passes
 * @throws InputError listing the accepted periods
 */
export function checkLogRetention(check: InputChecks, field: string, days: number | undefined): void {
  if (days === undefined || LOG_RETENTION_DAYS.includes(days)) return;
  check.fail(field, days, `use one of ${LOG_RETENTION_DAYS.join(", ")} (${PAGE})`);
}
