import type { Series } from "../alarms/metric-math";

/** A metric as a graph names it. */
export interface EmittedMetric {
  namespace: string;
  metric: string;
  dimensions: readonly { Name: string; Value: string }[];
}

/** When a series begins, and how its datapoints are cut; in milliseconds. */
export interface SeriesWindow {
  start: number;
  period: number;
  slots: number;
}

interface Document {
  _aws: {
    Timestamp: number;
    CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
  };
  [field: string]: unknown;
}

/**
 * Sums of a metric that functions wrote to their logs in the embedded metric format, which CloudWatch itself takes from there
 * and the sandbox's emulator does not.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param lines of logs, others included
 */
export function emittedSums(lines: readonly string[], wanted: EmittedMetric, window: SeriesWindow): Series {
  const values = new Array<number | undefined>(window.slots).fill(undefined);
  const names = wanted.dimensions.map(({ Name }) => Name).sort();
  for (const line of lines) {
    const document = line.includes('"_aws"') ? parsed(line) : undefined;
    if (!document) continue;
    const isIt = document._aws.CloudWatchMetrics.some(
      ({ Namespace, Metrics, Dimensions }) =>
        Namespace === wanted.namespace &&
        Metrics.some(({ Name }) => Name === wanted.metric) &&
        Dimensions.some((set) => [...set].sort().join() === names.join()) &&
        wanted.dimensions.every(({ Name, Value }) => document[Name] === Value),
    );
    const slot = Math.floor((document._aws.Timestamp - window.start) / window.period);
    if (!isIt || slot < 0 || slot >= window.slots) continue;
    const counted = [document[wanted.metric]].flat() as number[];
    values[slot] = counted.reduce((sum, each) => sum + each, values[slot] ?? 0);
  }
  return values;
}

function parsed(line: string): Document | undefined {
  try {
    const value = JSON.parse(line) as Partial<Document>;
    return value._aws ? (value as Document) : undefined;
  } catch {
    return undefined;
  }
}
