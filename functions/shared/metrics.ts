import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { correlationId } from "./correlation";

const metrics = new Metrics();

/**
 * Counts something in the service's own metrics, written to stdout in the embedded metric format.
 *
 * {@link https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html}
 *
 * @param name for example `StudentStored`
 * @param value how many; default 1
 */
export function count(name: string, value = 1): void {
  metrics.addMetric(name, MetricUnit.Count, value);
}

/**
 * Counts something by what it belongs to, for example a client of an API. Each value of a dimension is a metric that is paid
 * for: only where there are few.
 *
 * @param name for example `Called`
 * @param dimensions names and values, beside the service's
 */
export function countBy(name: string, dimensions: Record<string, string>): void {
  const one = metrics.singleMetric();
  one.addDimensions(dimensions);
  const id = correlationId();
  if (id !== undefined) one.addMetadata("correlation_id", id);
  one.addMetric(name, MetricUnit.Count, 1);
}

/**
 * Writes what was counted in this invocation. To be called once, at its end. The document carries the `correlation_id` where
 * it is written within `correlated`: a field that logs are searched by, no dimension.
 */
export function publishMetrics(): void {
  if (!metrics.hasStoredMetrics()) return;
  const id = correlationId();
  if (id !== undefined) metrics.addMetadata("correlation_id", id);
  metrics.publishStoredMetrics();
}
