import type { AlarmDescription, BandComparison } from "./monitoring";

const BANDS: readonly BandComparison[] = [
  "GreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "LessThanLowerOrGreaterThanUpperThreshold",
];

/** Whether an alarm compares with a band that CloudWatch learns, and not with a number. */
export function isBand({ comparison }: Pick<AlarmDescription, "comparison">): boolean {
  return (BANDS as readonly string[]).includes(comparison);
}

/**
 * The formula of a band.
 *
 * @param id of the metric it is learnt from
 * @param deviations half its width in standard deviations
 */
export function bandOf(id: string, deviations: number): string {
  return `ANOMALY_DETECTION_BAND(${id}, ${deviations})`;
}
