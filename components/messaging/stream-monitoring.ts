import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDescription, MathMetric, Metric, Monitoring, Statistic } from "../observability/monitoring";

const RECOMMENDED =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#Kinesis";

const BANDS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html";

/** A metric of one stream. https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html */
export function streamMetric(
  streamName: pulumi.Input<string>,
  name: string,
  statistic: Statistic,
  label?: string,
): Metric {
  return {
    namespace: "AWS/Kinesis",
    name,
    dimensions: { StreamName: streamName },
    statistic,
    periodSeconds: 60,
    label,
  };
}

/** Alarms: consumers are behind, producers or consumers are throttled, Kinesis itself fails. Graphs: the same, and traffic. */
export function streamMonitoring(
  component: string,
  streamName: pulumi.Input<string>,
  iteratorAgeSeconds: number,
): Monitoring {
  const metric = (name: string, statistic: Statistic, label?: string) =>
    streamMetric(streamName, name, statistic, label);
  const writeThrottles = metric("WriteProvisionedThroughputExceeded", "Sum", "writes throttled");
  const readThrottles = metric("ReadProvisionedThroughputExceeded", "Sum", "reads throttled");
  const volume = { ...metric("IncomingRecords", "Sum", "in five minutes"), periodSeconds: 300 };
  const age = metric("GetRecords.IteratorAgeMilliseconds", "Maximum", "age of the oldest unread record");
  const sustained = { evaluationPeriods: 5, datapointsToAlarm: 3, treatMissingData: "notBreaching" as const };
  const above = { comparison: "GreaterThanThreshold" as const, ...sustained };
  const alarms: AlarmDescription[] = [
    {
      name: "iterator-age",
      severity: "critical",
      metric: age,
      threshold: iteratorAgeSeconds * 1000,
      ...above,
      description: `Records of stream ${component} wait longer than ${iteratorAgeSeconds} s: its consumer is too slow, failing or gone.`,
      reason: `A record that expires before it is read is lost; ${iteratorAgeSeconds} s leaves days to act. ${RECOMMENDED}`,
    },
    {
      name: "write-throttles",
      severity: "warning",
      metric: writeThrottles,
      threshold: 0,
      ...above,
      description: `Producers of stream ${component} are throttled: it has too few shards, or one key has too many records.`,
      reason: `Producers try again, so single ones are harmless; minutes of them mean that the capacity is used up. ${RECOMMENDED}`,
    },
    {
      name: "read-throttles",
      severity: "warning",
      metric: readThrottles,
      threshold: 0,
      ...above,
      description: `Consumers of stream ${component} are throttled: too many of them read the same shards.`,
      reason: `Consumers try again and fall behind meanwhile; minutes of it need enhanced fan-out. ${RECOMMENDED}`,
    },
    {
      name: "failed-records",
      severity: "warning",
      metric: failedShare(metric),
      threshold: 5,
      ...above,
      description: `Kinesis takes less than 95 % of the records that are put to stream ${component}, throttled ones left out.`,
      reason: `Failures of Kinesis itself are rare and short; a lasting share of 5 % is an outage. ${RECOMMENDED}`,
    },
    {
      name: "volume",
      severity: "warning",
      metric: volume,
      comparison: "LessThanLowerOrGreaterThanUpperThreshold",
      threshold: 4,
      evaluationPeriods: 6,
      datapointsToAlarm: 4,
      // A feed that sleeps at night is no fault; one that dries up by day is below its band before it is silent.
      treatMissingData: "notBreaching",
      description: `Many more or many fewer records are put to stream ${component} than at this hour of other weeks: a producer has lost its way here, or repeats itself.`,
      reason: `What a feed brings is its producers' business, so CloudWatch learns it; four standard deviations, in four of six times five minutes, are no accident. ${BANDS}`,
    },
  ];
  return {
    title: `Stream ${component}`,
    component,
    alarms,
    widgets: [
      { kind: "graph", title: `${component}: records`, metrics: [metric("IncomingRecords", "Sum", "in")] },
      { kind: "graph", title: `${component}: records against what is expected`, metrics: [volume] },
      { kind: "graph", title: `${component}: bytes`, metrics: [metric("IncomingBytes", "Sum", "in")], unit: "bytes" },
      { kind: "graph", title: `${component}: age`, metrics: [age], unit: "ms" },
      { kind: "graph", title: `${component}: throttles`, metrics: [writeThrottles, readThrottles] },
    ],
  };
}

function failedShare(metric: (name: string, statistic: Statistic) => Metric): MathMetric {
  return {
    label: "failed, % of records put",
    periodSeconds: 60,
    expression: "IF(total >= 20, 100 * failed / total, 0)",
    metrics: { failed: metric("PutRecords.FailedRecords", "Sum"), total: metric("PutRecords.TotalRecords", "Sum") },
  };
}
