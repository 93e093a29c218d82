import type * as pulumi from "@pulumi/pulumi";
import type { Metric, Monitoring, Statistic } from "../observability/monitoring";

const PAGE = "https://docs.aws.amazon.com/codepipeline/latest/userguide/metrics-dimensions.html";

/** Alarm: an execution failed. Graphs: failures, and the time from commit to production. */
export function pipelineMonitoring(component: string, pipelineName: pulumi.Input<string>): Monitoring {
  const metric = (name: string, statistic: Statistic, label: string): Metric => ({
    namespace: "AWS/CodePipeline",
    name,
    dimensions: { PipelineName: pipelineName },
    statistic,
    periodSeconds: 300,
    label,
  });
  const failed = metric("FailedPipelineExecutions", "Sum", "Failed executions");
  return {
    title: `Pipeline ${component}`,
    component,
    alarms: [
      {
        name: "failed",
        severity: "warning",
        metric: failed,
        comparison: "GreaterThanThreshold",
        threshold: 0,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: "notBreaching",
        description: "A change did not get through the pipeline: a stage failed, or somebody rejected it.",
        reason: `The mail about the stage tells more; this counts also where that mail is lost, so the first one matters. ${PAGE}`,
      },
    ],
    widgets: [
      { kind: "graph", title: "Failed executions", metrics: [failed] },
      {
        kind: "graph",
        title: "Time from commit to production, the waiting for approval included",
        metrics: [metric("PipelineDuration", "Maximum", "Longest execution")],
        unit: "s",
      },
    ],
  };
}
