import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDescription, MathMetric, Metric, Monitoring } from "../observability/monitoring";

const FIVE_MINUTES = 300;
const METRICS =
  "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html";

/** The alarms and graphs of a site. CloudFront publishes its metrics in us-east-1, for the region `Global`. */
export function staticSiteMonitoring(component: string, distributionId: pulumi.Output<string>): Monitoring {
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/CloudFront",
    name,
    dimensions: { DistributionId: distributionId, Region: "Global" },
    statistic,
    periodSeconds: FIVE_MINUTES,
    region: "us-east-1",
  });
  const rate = (name: string): MathMetric => ({
    label: `${name}, % of requests`,
    periodSeconds: FIVE_MINUTES,
    expression: "IF(requests >= 50, rate, 0)",
    metrics: { rate: metric(name, "Average"), requests: metric("Requests", "Sum") },
  });
  const alarm = (
    name: string,
    rest: Pick<AlarmDescription, "severity" | "metric" | "threshold" | "description" | "reason">,
  ): AlarmDescription => ({
    name,
    comparison: "GreaterThanThreshold",
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: "notBreaching",
    ...rest,
  });
  return {
    title: `Site ${component}`,
    component,
    alarms: [
      alarm("server-errors", {
        severity: "critical",
        metric: rate("5xxErrorRate"),
        threshold: 1,
        description: "More than 1 % of the pages' requests fail: CloudFront cannot read the bucket or its key.",
        reason: `Files do not fail by themselves; fifty requests at least, so that one does not count. ${METRICS}`,
      }),
      alarm("errors", {
        severity: "warning",
        metric: rate("TotalErrorRate"),
        threshold: 20,
        description:
          "More than 20 % of the pages' requests end with an error: a missing file, a broken link or a scan.",
        reason: `Some errors of visitors are normal, a fifth is not. ${METRICS}`,
      }),
    ],
    widgets: [
      { kind: "graph", title: "Requests", metrics: [metric("Requests", "Sum")] },
      {
        kind: "graph",
        title: "Error rates",
        metrics: [metric("4xxErrorRate", "Average"), metric("5xxErrorRate", "Average")],
        unit: "%",
      },
      { kind: "graph", title: "Bytes", metrics: [metric("BytesDownloaded", "Sum")], unit: "B" },
    ],
  };
}
