import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDescription, GraphDescription, Metric, Monitoring, Statistic } from "../observability/monitoring";

const RECOMMENDED =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#S3";

const DAY = 86_400;

/** The id of the metrics configuration, which is also a dimension of its metrics. */
export const REQUEST_METRICS = "EntireBucket";

/**
 * Graphs of size and number of objects; with request metrics also requests, errors and latency, and alarms on errors.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
 *
 * @param requestMetrics whether the bucket publishes them: without, an alarm on them could never fire
 */
export function bucketMonitoring(
  component: string,
  bucketName: pulumi.Input<string>,
  requestMetrics: boolean,
): Monitoring {
  const storage = (name: string, type: string): Metric => ({
    namespace: "AWS/S3",
    name,
    dimensions: { BucketName: bucketName, StorageType: type },
    statistic: "Average",
    periodSeconds: DAY,
  });
  const widgets: GraphDescription[] = [
    {
      kind: "graph",
      title: `${component}: size`,
      unit: "bytes",
      metrics: [storage("BucketSizeBytes", "StandardStorage")],
    },
    {
      kind: "graph",
      title: `${component}: objects`,
      unit: "objects",
      metrics: [storage("NumberOfObjects", "AllStorageTypes")],
    },
  ];
  const monitoring = { title: `Bucket ${component}`, component, widgets };
  if (!requestMetrics) return { ...monitoring, alarms: [] };

  const request = (name: string, statistic: Statistic): Metric => ({
    namespace: "AWS/S3",
    name,
    dimensions: { BucketName: bucketName, FilterId: REQUEST_METRICS },
    statistic,
    periodSeconds: 60,
  });
  widgets.push(
    {
      kind: "graph",
      title: `${component}: requests`,
      unit: "requests",
      metrics: [request("AllRequests", "Sum"), request("4xxErrors", "Sum"), request("5xxErrors", "Sum")],
    },
    { kind: "graph", title: `${component}: latency`, unit: "ms", metrics: [request("TotalRequestLatency", "p90")] },
  );
  const errorRate = (name: string, metricName: string, description: string): AlarmDescription => ({
    name,
    severity: "warning",
    metric: {
      // A rate says nothing about a handful of requests.
      expression: "IF(requests > 20, 100 * errors / requests, 0)",
      metrics: { errors: request(metricName, "Sum"), requests: request("AllRequests", "Sum") },
      label: "errors, % of requests",
      periodSeconds: 60,
    },
    comparison: "GreaterThanThreshold",
    threshold: 5,
    evaluationPeriods: 15,
    datapointsToAlarm: 15,
    treatMissingData: "notBreaching",
    description,
    reason: `AWS recommends 5 % over 15 minutes; fewer than 20 requests a minute are left out (${RECOMMENDED}).`,
  });
  return {
    ...monitoring,
    alarms: [
      errorRate(
        "client-errors",
        "4xxErrors",
        `Requests to bucket ${component} are refused: permissions, key or names.`,
      ),
      errorRate("server-errors", "5xxErrors", `S3 fails requests to bucket ${component}, or asks to slow down.`),
    ],
  };
}
