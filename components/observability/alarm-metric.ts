import type * as aws from "@pulumi/aws";
import type { MathMetric, Metric } from "./monitoring";

type MetricArgs = Pick<
  aws.cloudwatch.MetricAlarmArgs,
  "namespace" | "metricName" | "dimensions" | "period" | "statistic" | "extendedStatistic" | "metricQueries"
>;

/** The part of an alarm's arguments that says what it watches: a metric, or a formula over several. */
export function alarmMetric(metric: Metric | MathMetric): MetricArgs {
  if ("expression" in metric) {
    const period = metric.periodSeconds ?? 60;
    return {
      metricQueries: [
        { id: "result", expression: metric.expression, label: metric.label, returnData: true },
        ...Object.entries(metric.metrics).map(([id, each]) => ({
          id,
          returnData: false,
          metric: {
            namespace: each.namespace,
            metricName: each.name,
            dimensions: each.dimensions,
            period: each.periodSeconds ?? period,
            stat: each.statistic,
          },
        })),
      ],
    };
  }
  const percentile = metric.statistic.startsWith("p");
  return {
    namespace: metric.namespace,
    metricName: metric.name,
    dimensions: metric.dimensions,
    period: metric.periodSeconds ?? 60,
    ...(percentile ? { extendedStatistic: metric.statistic } : { statistic: metric.statistic }),
  };
}
