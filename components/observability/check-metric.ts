import type { PublishedMetric } from "./catalogue/entry";
import { metricCatalogue } from "./metric-catalogue";
import type { MathMetric, Metric } from "./monitoring";

/**
 * What is wrong with a metric, or `undefined` where AWS publishes it: unknown namespace or name, a set of dimensions
 * that it never comes with, a statistic that says nothing of it, or another unit than it has. Metrics of custom namespaces
 * are right as they are.
 */
export function metricProblem(metric: Metric | MathMetric): string | undefined {
  if ("expression" in metric) return Object.values(metric.metrics).map(metricProblem).find(Boolean);
  const entry = metricCatalogue[metric.namespace];
  if (!entry && !metric.namespace.startsWith("AWS/")) return undefined;
  if (!entry) {
    return `namespace ${metric.namespace} is not in the metric catalogue; add it with the AWS page that lists its metrics`;
  }
  const published = entry.metrics[metric.name];
  if (!published) return `${metric.namespace} has no metric ${metric.name}; see ${entry.page}`;
  const given = Object.keys(metric.dimensions).sort().join("+");
  if (published.dimensions.includes(given)) return statisticProblem(metric, published, entry.page);
  const valid = published.dimensions.map((set) => set || "no dimension").join(", or ");
  return `${metric.namespace} ${metric.name} is never published by ${given || "no dimension"}, only by ${valid}; see ${entry.page}`;
}

/**
 * An alarm on a statistic that a metric does not have stays without data or means something else than it says, as p99 of what is
 * only a sum; one on another unit never gets a datapoint. CloudWatch complains of neither.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
function statisticProblem(
  { namespace, name, statistic, unit }: Metric,
  published: PublishedMetric,
  page: string,
): string | undefined {
  if (!published.statistics.includes(statistic))
    return `${namespace} ${name} has no ${statistic}, only ${published.statistics.join(", ")}; see ${page}`;
  if (unit !== undefined && unit !== published.unit)
    return `${namespace} ${name} is published in ${published.unit}, not in ${unit}; see ${page}`;
  return undefined;
}
