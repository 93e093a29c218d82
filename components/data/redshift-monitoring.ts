import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDescription, MathMetric, Metric, Monitoring, Statistic } from "../observability/monitoring";

const PAGE = "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-audit-logging.html";
const LIMITS = "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-max-rpu.html";

/** Types of statements that load. What people and reports ask fails by their own mistakes, of which nobody is woken. */
const LOADING = ["INSERT", "DELETE", "UPDATE", "OTHER"];

/** What the alarms of a workgroup are about. */
export interface RedshiftWatched {
  /** Name of the workgroup. */
  workgroupName: string;
  maximumCapacity: number;
  /** RPU-hours a day. */
  dailyLimit: number;
  usageLimitId: pulumi.Input<string>;
}

/** The alarms and graphs of a warehouse. */
export function redshiftMonitoring(component: string, watched: RedshiftWatched): Monitoring {
  const { workgroupName, maximumCapacity, dailyLimit, usageLimitId } = watched;
  const metric = (
    name: string,
    statistic: Statistic,
    periodSeconds: number,
    more: Record<string, pulumi.Input<string>> = {},
  ): Metric => ({
    namespace: "AWS/Redshift-Serverless",
    name,
    dimensions: { Workgroup: workgroupName, ...more },
    statistic,
    periodSeconds,
  });
  // A type without statements has no datapoints, and adds nothing.
  const ofLoads = (name: string, label: string): MathMetric => ({
    expression: `SUM([${LOADING.map((type) => `FILL(${keyOf(name, type)}, 0)`).join(", ")}])`,
    metrics: Object.fromEntries(
      LOADING.map((QueryType) => [keyOf(name, QueryType), metric(name, "Maximum", 300, { QueryType })]),
    ),
    label,
    periodSeconds: 300,
  });
  const consumed = metric("UsageLimitConsumed", "Maximum", 300, {
    UsageLimitId: usageLimitId,
    UsageType: "SERVERLESS_COMPUTE",
  });
  const capacity = metric("ComputeCapacity", "Maximum", 1800);
  const alarm = (
    alarmed: Omit<AlarmDescription, "severity" | "treatMissingData" | "datapointsToAlarm"> & { page: string },
  ): AlarmDescription => {
    const { page, reason, ...rest } = alarmed;
    return {
      ...rest,
      severity: "warning",
      datapointsToAlarm: alarmed.evaluationPeriods,
      // It publishes while it works: when nobody asks, it is paused.
      treatMissingData: "notBreaching",
      reason: `${reason} ${page}`,
    };
  };
  return {
    title: `Warehouse ${component}`,
    component,
    alarms: [
      alarm({
        name: "failed-statements",
        metric: ofLoads("QueriesFailed", "failed"),
        comparison: "GreaterThanThreshold",
        threshold: 0,
        evaluationPeriods: 3,
        description: `Statements that load into the warehouse ${component} have failed for a quarter of an hour.`,
        reason: "A load that fails once comes again by itself; three times in a row it does not mend itself.",
        page: PAGE,
      }),
      alarm({
        name: "capacity",
        metric: capacity,
        comparison: "GreaterThanOrEqualToThreshold",
        threshold: maximumCapacity,
        evaluationPeriods: 2,
        description: `The warehouse ${component} has worked with its ${maximumCapacity} RPUs for an hour and cannot grow.`,
        reason: "At the maximum statements wait; each datapoint is the average of half an hour.",
        page: LIMITS,
      }),
      alarm({
        name: "usage",
        metric: consumed,
        comparison: "GreaterThanOrEqualToThreshold",
        threshold: Math.ceil(dailyLimit * 0.8),
        evaluationPeriods: 1,
        description: `The warehouse ${component} has used four fifths of the ${dailyLimit} RPU-hours that it may use in a day.`,
        reason: "Early enough to stop what was not meant; what is used is only counted up until midnight, UTC.",
        page: LIMITS,
      }),
    ],
    widgets: [
      {
        kind: "graph",
        title: "Statements that load",
        metrics: [ofLoads("QueriesSucceeded", "succeeded"), ofLoads("QueriesFailed", "failed")],
      },
      { kind: "graph", title: "Capacity", metrics: [capacity], unit: "RPU" },
      { kind: "graph", title: "Used today", metrics: [consumed], unit: "RPU-hours" },
      { kind: "graph", title: "Connections", metrics: [metric("DatabaseConnections", "Maximum", 60)] },
    ],
  };
}

/** For example `failedInsert`: named after both, so that a graph can hold several sums. */
function keyOf(name: string, type: string): string {
  return `${name.replace("Queries", "").toLowerCase()}${type[0]}${type.slice(1).toLowerCase()}`;
}
