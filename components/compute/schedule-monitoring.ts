import type * as pulumi from "@pulumi/pulumi";
import type { Metric, Monitoring } from "../observability/monitoring";

const PAGE = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html";

/** Alarm: the function could not be invoked. Graph: how often it was. What the function then does is its own to tell. */
export function scheduleMonitoring(component: string, ruleName: pulumi.Input<string>): Monitoring {
  const metric = (name: string): Metric => ({
    namespace: "AWS/Events",
    name,
    dimensions: { RuleName: ruleName },
    statistic: "Sum",
    periodSeconds: 300,
  });
  return {
    title: `Schedule ${component}`,
    component,
    alarms: [
      {
        name: "not-invoked",
        severity: "warning",
        metric: metric("FailedInvocations"),
        comparison: "GreaterThanThreshold",
        threshold: 0,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: "notBreaching",
        description: `EventBridge could not invoke what the schedule ${component} is for.`,
        reason: `It counts what is given up for good after a day of retries, so that one is a run that never was. ${PAGE}`,
      },
    ],
    widgets: [
      { kind: "graph", title: `Schedule ${component}`, metrics: [metric("Invocations"), metric("FailedInvocations")] },
    ],
  };
}
