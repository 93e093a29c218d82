/**
 * A time as mails say it, to the second, for example `2026-03-01 07:15:00 UTC`.
 *
 * @param time a date, or a text that CloudWatch gives, such as `2026-03-01T07:15:00.123+0000`
 */
export function utcTime(time: Date | string): string {
  const date = typeof time === "string" ? new Date(time.replace(/\+0000$/, "Z")) : time;
  if (Number.isNaN(date.getTime())) return String(time);
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
