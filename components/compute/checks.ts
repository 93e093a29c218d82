import { InputError } from "../input-error";

/** What a check says about the argument it looks at: the component's type, the resource's name and the field. */
export interface Checked {
  component: string;
  name: string;
}

/** The retention periods, in days, that CloudWatch Logs accepts. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Refuses a number that is not whole or lies outside of what the service accepts; `undefined` passes.
 *
 * @throws InputError naming the field and the range
 */
export function checkWhole(of: Checked, field: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw new InputError(of.component, of.name, field, value, `use a whole number from ${least} to ${most}`);
}

/**
 * Refuses a text that does not match; `undefined` passes.
 *
 * @throws InputError naming the field and what is allowed
 */
export function checkText(of: Checked, field: string, value: string | undefined, form: RegExp, allowed: string): void {
  if (value === undefined || form.test(value)) return;
  throw new InputError(of.component, of.name, field, value, `use ${allowed}`);
}

/**
 * Refuses a retention that CloudWatch Logs does not know; keeping logs for ever is not offered.
 *
 * @throws InputError listing the accepted periods
 */
export function checkLogRetention(of: Checked, field: string, days: number | undefined): void {
  if (days === undefined || LOG_RETENTION_DAYS.includes(days)) return;
  throw new InputError(of.component, of.name, field, days, `use one of ${LOG_RETENTION_DAYS.join(", ")}`);
}
