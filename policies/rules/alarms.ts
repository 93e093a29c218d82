import { metricCatalogue } from "../../components/observability/metric-catalogue";
import { resourceRule, type Finding } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, isObject, keysOf, read, text } from "../core/values";

export const metricExists = resourceRule({
  name: "alarm-metric-exists",
  title: "An alarm watches a metric with dimensions, a statistic and a unit that AWS publishes",
  why: "CloudWatch takes an alarm on anything. On a metric that never comes it never fires, and looks like peace.",
  severity: "medium",
  ids: [],
  fix: "Use the metric's name and dimensions as the service's page lists them.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html",
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
  check: (alarm) => [
    !isMissing(alarm.read("metricName")) && neverPublished(alarm.properties),
    ...alarm
      .list("metricQueries")
      .map((query) => isObject(read(query, "metric")) && neverPublished(read(query, "metric"))),
  ],
});

/** What is wrong with a metric of a namespace that is in the catalogue; others are taken as they are. */
function neverPublished(metric: unknown): Finding {
  const entry = metricCatalogue[text(read(metric, "namespace")) ?? ""];
  const name = text(read(metric, "metricName"));
  const dimensions = read(metric, "dimensions");
  if (!entry || name === undefined || isUnknown(dimensions)) return undefined;
  const published = Object.hasOwn(entry.metrics, name) ? entry.metrics[name] : undefined;
  if (!published) return `the namespace has no such metric; see ${entry.page}`;
  const given = keysOf(dimensions).sort().join("+");
  if (!published.dimensions.includes(given)) return `the metric never comes with these dimensions; see ${entry.page}`;
  const { unit, statistics } = published;
  const of = ["statistic", "extendedStatistic", "stat"].map((key) => text(read(metric, key))).find(Boolean);
  if (of && !(statistics as readonly string[]).includes(of))
    return `the metric has no ${of}, only ${statistics.join(", ")}; see ${entry.page}`;
  const inUnit = text(read(metric, "unit"));
  return inUnit !== undefined && inUnit !== unit && `the metric comes in ${unit}; see ${entry.page}`;
}
