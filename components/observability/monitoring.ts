import type * as pulumi from "@pulumi/pulumi";
import type { Unit } from "./catalogue/kinds";

/** How a datapoint is computed. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
export type Statistic = "Sum" | "Average" | "Minimum" | "Maximum" | "SampleCount" | "p50" | "p90" | "p95" | "p99";

/** One CloudWatch metric, as AWS publishes it: dimensions must be a set that the service really emits. */
export interface Metric {
  /** For example `AWS/Lambda`. */
  namespace: string;
  /** For example `Errors`. */
  name: string;
  dimensions: Record<string, pulumi.Input<string>>;
  statistic: Statistic;
  /** The unit to take datapoints of; it must be the metric's own. Default whatever it comes in. */
  unit?: Unit;
  /** Length of a datapoint in seconds, a multiple of 60. Default 60. */
  periodSeconds?: number;
  /** What the graph's legend says. Default the metric's name. */
  label?: string;
  /** Where the metric is, for services that publish elsewhere: CloudFront's are in us-east-1. Default the component's region. */
  region?: string;
}

/** A metric computed from others. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
export interface MathMetric {
  /** The formula, over the keys of `metrics`, for example `IF(requests > 20, 100 * errors / requests, 0)`. */
  expression: string;
  metrics: Record<string, Metric>;
  label: string;
  periodSeconds?: number;
}

export type Severity = "critical" | "warning";

/** Compares with a number that is given. */
export type FixedComparison =
  "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" | "LessThanThreshold" | "LessThanOrEqualToThreshold";

/**
 * Compares with a band that CloudWatch learns from two weeks of the metric itself, by hour and weekday; for what has no right
 * number, such as how many requests come. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
 */
export type BandComparison =
  "GreaterThanUpperThreshold" | "LessThanLowerThreshold" | "LessThanLowerOrGreaterThanUpperThreshold";

/** An alarm that a component wants; the system decides whom it reaches. */
export interface AlarmDescription {
  /** Unique within the component, kebab case, for example `errors`. */
  name: string;
  severity: Severity;
  /** Of a comparison with a band, a metric and no formula. */
  metric: Metric | MathMetric;
  comparison: FixedComparison | BandComparison;
  /** What the metric is compared with; of a band half its width, in standard deviations, above 0. */
  threshold: number;
  /** N: how many datapoints are looked at. */
  evaluationPeriods: number;
  /** M of N: how many of them must breach. Always stated, since leaving it out means all. */
  datapointsToAlarm: number;
  treatMissingData: "breaching" | "notBreaching" | "ignore" | "missing";
  /** What is wrong when it fires, in a sentence a person woken at night understands. */
  description: string;
  /** Why this threshold, with the AWS page it rests on. */
  reason: string;
}

/** A graph. Thresholds of the component's alarms on the same metrics are drawn into it by the dashboard. */
export interface GraphDescription {
  kind: "graph";
  title: string;
  metrics: (Metric | MathMetric)[];
  /** Default `line`. */
  view?: "line" | "stacked" | "number";
  /** Left axis label with the unit, for example `ms`. */
  unit?: string;
}

/** A page that everybody may read, asked from several continents. */
export interface PageProbe {
  kind: "page";
  /** Unique in the stack, kebab case, for example `web-outside`: names the alarm's component. */
  name: string;
  /** `https://` and the host; what stands behind is left to `path`. */
  url: pulumi.Input<string>;
  /** For example `/`. */
  path: string;
  /** Text among the first 5,120 bytes of the answer. Default any answer below 400 is right. */
  contains?: string;
}

/** A request whose right answer is another than a page, for example a refusal, asked from the account's region. */
export interface RequestProbe {
  kind: "request";
  /** Unique in the stack, kebab case, for example `students-api-outside`: names the alarm's component. */
  name: string;
  /** The whole address. */
  url: pulumi.Input<string>;
  /** For example `GET`. */
  method: string;
  /** Sent with it; nothing secret. Default none. */
  headers?: Record<string, string>;
  /** The status that is right, for example 401. */
  status: number;
  /** Text that the answer's body must have. Default any. */
  contains?: string;
}

/** How a public address is asked from outside whether it answers as it should. */
export type OutsideProbe = PageProbe | RequestProbe;

/** Everything a component tells about how it is observed. */
export interface Monitoring {
  /** What a person calls the thing, for example `Function addStudentDetails`. */
  title: string;
  /** The component's name, used to name the alarms. */
  component: string;
  alarms: AlarmDescription[];
  widgets: GraphDescription[];
  /** Names of the log groups it writes to, for the saved queries. Default none. */
  logGroups?: pulumi.Input<string>[];
  /** Its public addresses, which the stack asks from outside. Default none. */
  probes?: OutsideProbe[];
}
