import type { Metric, Monitoring, Statistic } from "../observability/monitoring";

/** What a project's description is made of. */
export interface BuildProjectMonitored {
  component: string;
  projectName: string;
  timeoutMinutes: number;
}

const PAGE = "https://docs.aws.amazon.com/codebuild/latest/userguide/cloudwatch_metrics-codebuild.html";
/** Share of a build's time that it may take before somebody should look. */
const NEARLY = 0.8;

/**
 * Alarm: a build needs nearly all its time. A failed build has none: it fails its pipeline, which tells of it once. Graphs:
 * builds by result, their time.
 */
export function buildProjectMonitoring(of: BuildProjectMonitored): Monitoring {
  const metric = (name: string, statistic: Statistic, periodSeconds = 300): Metric => ({
    namespace: "AWS/CodeBuild",
    name,
    dimensions: { ProjectName: of.projectName },
    statistic,
    periodSeconds,
  });
  return {
    title: `Build ${of.projectName}`,
    component: of.component,
    alarms: [
      {
        name: "slow",
        severity: "warning",
        metric: metric("Duration", "Maximum"),
        comparison: "GreaterThanThreshold",
        threshold: Math.round(of.timeoutMinutes * 60 * NEARLY),
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: "notBreaching",
        description: `A build of ${of.projectName} took more than ${NEARLY * 100} % of the ${of.timeoutMinutes} minutes it may take.`,
        reason: `A build that is stopped at its time limit fails in the middle of what it does. ${PAGE}`,
      },
    ],
    widgets: [
      {
        kind: "graph",
        title: `Builds of ${of.projectName}`,
        metrics: [metric("SucceededBuilds", "Sum"), metric("FailedBuilds", "Sum")],
        view: "stacked",
      },
      { kind: "graph", title: `Time of ${of.projectName}`, metrics: [metric("Duration", "Maximum")], unit: "s" },
    ],
  };
}
