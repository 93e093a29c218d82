import type { Statistic } from "../monitoring";

/** Units that CloudWatch knows and the catalogue's metrics have. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export type Unit = "Count" | "Count/Second" | "Milliseconds" | "Seconds" | "Percent" | "Bytes" | "None";

/** What a datapoint of a metric is. */
export interface MetricKind {
  unit: Unit;
  /** The statistics that say something; with any other, CloudWatch draws a line that means nothing, or none. */
  statistics: readonly Statistic[];
}

export const kind = (unit: Unit, ...statistics: Statistic[]): MetricKind => ({ unit, statistics });

export const percentiles: Statistic[] = ["p50", "p90", "p95", "p99"];
export const extremes: Statistic[] = ["Average", "Minimum", "Maximum"];
export const everything: Statistic[] = ["Sum", ...extremes, "SampleCount"];

/** Events: one datapoint each, of which only the sum counts. */
export const events = kind("Count", "Sum", "SampleCount");
/** Zero or one for each request: the average is their share. */
export const shares = kind("Count", "Sum", "Average", "SampleCount");
/** Numbers of something that is there at a moment. */
export const levels = kind("Count", ...extremes);
/** Of every request by itself, so that percentiles are known. */
export const times = kind("Milliseconds", ...extremes, "SampleCount", ...percentiles);
export const percent = kind("Percent", ...extremes);
export const bytes = kind("Bytes", ...everything);
export const counts = kind("Count", ...everything);
