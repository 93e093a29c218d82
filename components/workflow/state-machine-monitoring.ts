import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDescription, Metric, Monitoring, Statistic } from "../observability/monitoring";

const METRICS = "https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html";
const BANDS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html";
const FIVE_MINUTES = 300;

/** What the monitoring of a machine depends on. */
export interface MonitoredMachine {
  component: string;
  machineName: string;
  arn: pulumi.Input<string>;
  timeoutSeconds: number;
}

/** A metric of one machine. https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html */
export function stateMachineMetric(
  arn: pulumi.Input<string>,
  name: string,
  statistic: Statistic,
  label?: string,
): Metric {
  return {
    namespace: "AWS/States",
    name,
    dimensions: { StateMachineArn: arn },
    statistic,
    periodSeconds: FIVE_MINUTES,
    ...(label ? { label } : {}),
  };
}

/** Alarms: executions failed, timed out, were aborted or throttled, or take nearly as long as they may. */
export function stateMachineMonitoring(of: MonitoredMachine): Monitoring {
  const metric = (name: string, statistic: Statistic, label?: string) =>
    stateMachineMetric(of.arn, name, statistic, label);
  const any = (
    name: string,
    severity: AlarmDescription["severity"],
    metricName: string,
    description: string,
    reason: string,
  ): AlarmDescription => ({
    name,
    severity,
    metric: metric(metricName, "Sum"),
    comparison: "GreaterThanThreshold",
    threshold: 0,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: "notBreaching",
    description,
    reason: `${reason} (${METRICS}).`,
  });
  return {
    title: `State machine ${of.machineName}`,
    component: of.component,
    alarms: [
      any(
        "executions-failed",
        "critical",
        "ExecutionsFailed",
        "An execution failed, after its retries; the log names the state and the error.",
        "Transient errors are retried, so that one failure is work that was not done",
      ),
      any(
        "executions-timed-out",
        "critical",
        "ExecutionsTimedOut",
        `An execution was ended after ${of.timeoutSeconds} s, wherever it was.`,
        "It stopped in the middle and nothing was caught",
      ),
      any(
        "executions-aborted",
        "warning",
        "ExecutionsAborted",
        "Somebody stopped an execution in the middle.",
        "Nothing in the platform stops executions, so a person or a program did",
      ),
      any(
        "executions-throttled",
        "warning",
        "ExecutionThrottled",
        "State transitions were held back: the account's rate of transitions is used up.",
        "Each one makes an execution late, and all machines of the account share the rate",
      ),
      {
        name: "duration",
        severity: "warning",
        metric: metric("ExecutionTime", "Maximum"),
        comparison: "GreaterThanThreshold",
        threshold: of.timeoutSeconds * 900,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: "notBreaching",
        description: `An execution took more than 90 % of the ${of.timeoutSeconds} s after which it would be ended.`,
        reason: `The next, slightly longer one is ended in the middle (${METRICS}).`,
      },
      {
        name: "slower",
        severity: "warning",
        metric: metric("ExecutionTime", "p50", "p50"),
        comparison: "GreaterThanUpperThreshold",
        threshold: 4,
        evaluationPeriods: 6,
        datapointsToAlarm: 4,
        treatMissingData: "notBreaching",
        description: "Executions take much longer than they used to, though none is near the end of its time yet.",
        reason: `How long an execution takes depends on its input, so CloudWatch learns it; half of them four standard deviations later, in four of six times five minutes, is no accident (${BANDS}).`,
      },
    ],
    widgets: [
      {
        kind: "graph",
        title: `${of.component}: executions`,
        unit: "executions",
        metrics: [
          metric("ExecutionsStarted", "Sum", "started"),
          metric("ExecutionsSucceeded", "Sum", "succeeded"),
          metric("ExecutionsFailed", "Sum", "failed"),
          metric("ExecutionsTimedOut", "Sum", "timed out"),
          metric("ExecutionsAborted", "Sum", "aborted"),
        ],
      },
      {
        kind: "graph",
        title: `${of.component}: duration`,
        unit: "ms",
        metrics: [metric("ExecutionTime", "p50", "p50"), metric("ExecutionTime", "Maximum", "longest")],
      },
      {
        kind: "graph",
        title: `${of.component}: throttled transitions`,
        unit: "transitions",
        metrics: [metric("ExecutionThrottled", "Sum", "throttled")],
      },
    ],
  };
}
