import { metricCatalogue } from "./metric-catalogue";
import type { MathMetric, Metric } from "./monitoring";

/**
 * What is wrong with a metric, or `undefined` where AWS publishes it: unknown namespace or name, or a set of dimensions
 * that it never comes with. Metrics of custom namespaces are right as they are.
 */
export function metricProblem(metric: Metric | MathMetric): string | undefined {
  if ("expression" in metric) return Object.values(metric.metrics).map(metricProblem).find(Boolean);
  const entry = metricCatalogue[metric.namespace];
  if (!entry && !metric.namespace.startsWith("AWS/")) return undefined;
  if (!entry) {
    return `namespace ${metric.namespace} is not in the metric catalogue; add it with the AWS page that lists its metrics`;
  }
  const sets = entry.metrics[metric.name];
  if (!sets) return `${metric.namespace} has no metric ${metric.name}; see ${entry.page}`;
  const given = Object.keys(metric.dimensions).sort().join("+");
  if (sets.includes(given)) return undefined;
  const valid = sets.map((set) => set || "no dimension").join(", or ");
  return `${metric.namespace} ${metric.name} is never published by ${given || "no dimension"}, only by ${valid}; see ${entry.page}`;
}
