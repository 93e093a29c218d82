import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDescription, Metric, Monitoring, Statistic } from "../observability/monitoring";

const GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/dax-production-usage-alarms.html";

/**
 * Alarms: the nodes are busy, requests fail or are throttled. Graphs: hits and misses, errors, load.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/dax-metrics-dimensions-dax.html
 */
export function acceleratorMonitoring(component: string, clusterName: pulumi.Input<string>): Monitoring {
  const metric = (name: string, statistic: Statistic): Metric => ({
    namespace: "AWS/DAX",
    name,
    dimensions: { ClusterId: clusterName },
    statistic,
    periodSeconds: 60,
  });
  const alarm = (
    alarmed: Pick<AlarmDescription, "name" | "metric" | "threshold" | "description" | "reason">,
  ): AlarmDescription => ({
    ...alarmed,
    severity: "warning",
    comparison: "GreaterThanThreshold",
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
  });
  return {
    title: `Accelerator ${component}`,
    component,
    alarms: [
      alarm({
        name: "processor",
        metric: metric("CPUUtilization", "Maximum"),
        threshold: 70,
        description: `A node of accelerator ${component} is busy; use larger nodes, or more.`,
        reason: `Beyond it a cluster cannot take over the load of a node it loses (${GUIDE}).`,
      }),
      alarm({
        name: "failing-requests",
        metric: metric("FaultRequestCount", "Sum"),
        threshold: 0,
        description: `Accelerator ${component} answers requests with internal errors.`,
        reason: `Clients retry a single one; three minutes out of five they cannot hide it (${GUIDE}).`,
      }),
      alarm({
        name: "throttled-requests",
        metric: metric("ThrottledRequestCount", "Sum"),
        threshold: 0,
        description: `Requests through accelerator ${component} are throttled, by its nodes or by the table.`,
        reason: `Clients retry a single one; three minutes out of five they cannot hide it (${GUIDE}).`,
      }),
    ],
    widgets: [
      {
        kind: "graph",
        title: `${component}: cache`,
        unit: "requests",
        metrics: ["ItemCacheHits", "ItemCacheMisses", "QueryCacheHits", "QueryCacheMisses"].map((name) =>
          metric(name, "Sum"),
        ),
      },
      {
        kind: "graph",
        title: `${component}: refused requests`,
        unit: "requests",
        metrics: ["ErrorRequestCount", "FaultRequestCount", "ThrottledRequestCount"].map((name) => metric(name, "Sum")),
      },
      { kind: "graph", title: `${component}: load`, unit: "%", metrics: [metric("CPUUtilization", "Maximum")] },
    ],
  };
}
