import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDescription, MathMetric, Metric, Monitoring, Statistic } from "../observability/monitoring";

const PAGE =
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html";

/** The alarms and graphs of a load balancer and its targets. */
export function loadBalancerMonitoring(
  component: string,
  loadBalancer: pulumi.Output<string>,
  targetGroup: pulumi.Output<string>,
): Monitoring {
  const metric = (name: string, statistic: Statistic, ofTargets = true): Metric => ({
    namespace: "AWS/ApplicationELB",
    name,
    dimensions: { LoadBalancer: loadBalancer, ...(ofTargets && { TargetGroup: targetGroup }) },
    statistic,
  });
  const errors: MathMetric = {
    label: "Server errors, % of requests",
    periodSeconds: 300,
    // What the load balancer answers itself has no count while it is zero.
    expression: "IF(requests >= 50, 100 * (FILL(own, 0) + FILL(targets, 0)) / requests, 0)",
    metrics: {
      requests: { ...metric("RequestCount", "Sum", false), periodSeconds: 300 },
      own: { ...metric("HTTPCode_ELB_5XX_Count", "Sum", false), periodSeconds: 300 },
      targets: { ...metric("HTTPCode_Target_5XX_Count", "Sum", false), periodSeconds: 300 },
    },
  };
  const alarm = (
    name: string,
    rest: Pick<AlarmDescription, "severity" | "metric" | "threshold" | "description" | "reason">,
  ): AlarmDescription => ({
    name,
    comparison: "GreaterThanThreshold",
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    ...rest,
  });
  return {
    title: `Load balancer ${component}`,
    component,
    alarms: [
      alarm("server-errors", {
        severity: "critical",
        metric: errors,
        threshold: 5,
        description: "More than 5 % of the requests end with a server error.",
        reason: `A rate follows the load; below fifty requests a single one would be too much. ${PAGE}`,
      }),
      alarm("unhealthy-targets", {
        severity: "critical",
        metric: metric("UnHealthyHostCount", "Maximum"),
        threshold: 0,
        description: "A target does not answer its health check: fewer carry the load.",
        reason: `During a deployment new targets are unhealthy for a minute, not for three of five. ${PAGE}`,
      }),
      alarm("latency", {
        severity: "warning",
        metric: metric("TargetResponseTime", "p95"),
        threshold: 1,
        description: "One request in twenty waits longer than a second.",
        reason: `A page feels slow from one second on. ${PAGE}`,
      }),
    ],
    widgets: [
      {
        kind: "graph",
        title: "Requests and errors",
        metrics: [metric("RequestCount", "Sum", false), metric("HTTPCode_ELB_5XX_Count", "Sum", false)],
      },
      { kind: "graph", title: "Server errors", metrics: [errors], unit: "%" },
      {
        kind: "graph",
        title: "Targets",
        metrics: [metric("HealthyHostCount", "Minimum"), metric("UnHealthyHostCount", "Maximum")],
      },
      { kind: "graph", title: "Response time", metrics: [metric("TargetResponseTime", "p95")], unit: "s" },
    ],
  };
}
