import type * as pulumi from "@pulumi/pulumi";
import type { Metric, Monitoring, Statistic } from "./monitoring";

const PAGE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html";

/** The alarm and graphs of a health check. Route 53 publishes its metrics in us-east-1 alone. */
export function healthCheckMonitoring(component: string, healthCheckId: pulumi.Input<string>): Monitoring {
  const metric = (name: string, statistic: Statistic, label: string): Metric => ({
    namespace: "AWS/Route53",
    name,
    dimensions: { HealthCheckId: healthCheckId },
    statistic,
    label,
    region: "us-east-1",
  });
  const status = metric("HealthCheckStatus", "Minimum", "1 healthy, 0 not");
  return {
    title: `Page ${component}`,
    component,
    alarms: [
      {
        name: "unreachable",
        severity: "critical",
        metric: status,
        comparison: "LessThanThreshold",
        threshold: 1,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        // Nobody asks any more: the page may be down and nobody would know.
        treatMissingData: "breaching",
        description: "The page does not answer as it should to visitors from outside, or is not asked any more.",
        reason: `Each place finds it unhealthy after three wrong answers in a row, and less than a fifth of the places find it healthy; two minutes of three, so that one is no alarm. ${PAGE}`,
      },
    ],
    widgets: [
      { kind: "graph", title: "Answers to visitors from outside", metrics: [status] },
      {
        kind: "graph",
        title: "Places that find it healthy",
        metrics: [metric("HealthCheckPercentageHealthy", "Average", "Places, %")],
        unit: "%",
      },
    ],
  };
}
