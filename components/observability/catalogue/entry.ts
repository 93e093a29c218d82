import type { MetricKind } from "./kinds";

/** A metric as AWS publishes it. */
export interface PublishedMetric extends MetricKind {
  /** The sets of dimensions it comes with; a set is the sorted names joined with `+`, and empty for no dimension. */
  dimensions: readonly string[];
}

/** The metrics of a namespace. */
export interface CatalogueEntry {
  /** The AWS page that lists the metrics. */
  page: string;
  /** By name. */
  metrics: Readonly<Record<string, PublishedMetric>>;
}

/** Several metrics of one kind, by name. */
export const each = (kind: MetricKind, ...names: string[]): Record<string, MetricKind> =>
  Object.fromEntries(names.map((name) => [name, kind]));

/** Several metrics that come with the same sets of dimensions, by name. */
export const by = (dimensions: string[], metrics: Record<string, MetricKind>): Record<string, PublishedMetric> =>
  Object.fromEntries(Object.entries(metrics).map(([name, kind]) => [name, { ...kind, dimensions }]));
