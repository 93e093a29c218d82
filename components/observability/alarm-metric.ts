import type * as aws from "@pulumi/aws";
import { bandOf, isBand } from "./is-band";
import type { AlarmDescription, MathMetric, Metric } from "./monitoring";

type MetricArgs = Pick<
  aws.cloudwatch.MetricAlarmArgs,
  "namespace" | "metricName" | "dimensions" | "period" | "statistic" | "extendedStatistic" | "unit" | "metricQueries"
>;

type ThresholdArgs = Pick<aws.cloudwatch.MetricAlarmArgs, "threshold" | "thresholdMetricId">;

/**
 * The part of an alarm's arguments that says what it watches and what that is compared with: a metric or a formula over
 * several with a number, or a metric with the band of what is expected of it.
 */
export function alarmMetric(alarm: AlarmDescription): MetricArgs & ThresholdArgs {
  const { metric, threshold } = alarm;
  if (!isBand(alarm) || "expression" in metric) return { threshold, ...watched(metric) };
  return {
    thresholdMetricId: "band",
    metricQueries: [
      { id: "band", expression: bandOf("value", threshold), label: "Expected", returnData: true },
      { id: "value", returnData: true, metric: queried(metric, metric.periodSeconds ?? 60) },
    ],
  };
}

function watched(metric: Metric | MathMetric): MetricArgs {
  if ("expression" in metric) {
    const period = metric.periodSeconds ?? 60;
    return {
      metricQueries: [
        { id: "result", expression: metric.expression, label: metric.label, returnData: true },
        ...Object.entries(metric.metrics).map(([id, each]) => ({
          id,
          returnData: false,
          metric: queried(each, each.periodSeconds ?? period),
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
    ...(metric.unit ? { unit: metric.unit } : {}),
    ...(percentile ? { extendedStatistic: metric.statistic } : { statistic: metric.statistic }),
  };
}

function queried({ namespace, name, dimensions, statistic, unit }: Metric, period: number) {
  return { namespace, metricName: name, dimensions, period, stat: statistic, ...(unit ? { unit } : {}) };
}
