import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDescription, Metric, Monitoring } from "../observability/monitoring";

const PAGE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html";
const INSIGHTS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html";

/** What the monitoring of a service depends on. */
export interface MonitoredService {
  component: string;
  clusterName: pulumi.Input<string>;
  serviceName: string;
  minimumTasks: number;
}

/** The alarms and graphs of a service. */
export function fargateServiceMonitoring(of: MonitoredService): Monitoring {
  const dimensions = { ClusterName: of.clusterName, ServiceName: of.serviceName };
  const used = (name: string): Metric => ({ namespace: "AWS/ECS", name, dimensions, statistic: "Average" });
  const tasks = (name: string): Metric => ({
    namespace: "ECS/ContainerInsights",
    name,
    dimensions,
    statistic: "Minimum",
  });
  const alarm = (name: string, rest: Omit<AlarmDescription, "name" | "evaluationPeriods" | "datapointsToAlarm">) => ({
    name,
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    ...rest,
  });
  return {
    title: `Service ${of.component}`,
    component: of.component,
    alarms: [
      alarm("running-tasks", {
        severity: "critical",
        metric: tasks("RunningTaskCount"),
        comparison: "LessThanThreshold",
        threshold: of.minimumTasks,
        // Where nothing runs, nothing reports.
        treatMissingData: "breaching",
        description: `Fewer than ${of.minimumTasks} tasks run: they end, or new ones cannot start.`,
        reason: `A deployment never goes below the minimum, so five minutes there are a fault. ${INSIGHTS}`,
      }),
      alarm("cpu", {
        severity: "warning",
        metric: used("CPUUtilization"),
        comparison: "GreaterThanThreshold",
        threshold: 85,
        treatMissingData: "notBreaching",
        description: "The tasks use more than 85 % of their processors, and scaling does not bring it down.",
        reason: `Scaling aims at 60 %; above 85 % for five minutes it is at its maximum. ${PAGE}`,
      }),
      alarm("memory", {
        severity: "warning",
        metric: used("MemoryUtilization"),
        comparison: "GreaterThanThreshold",
        threshold: 85,
        treatMissingData: "notBreaching",
        description: "The tasks use more than 85 % of their memory; at 100 % they are ended.",
        reason: `The limit is hard, and what is left has to do for a burst. ${PAGE}`,
      }),
    ],
    widgets: [
      { kind: "graph", title: "Tasks", metrics: [tasks("RunningTaskCount"), tasks("DesiredTaskCount")] },
      {
        kind: "graph",
        title: "Processor and memory",
        metrics: [used("CPUUtilization"), used("MemoryUtilization")],
        unit: "%",
      },
    ],
  };
}
