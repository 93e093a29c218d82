import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDescription, MathMetric, Metric, Monitoring, Statistic } from "../observability/monitoring";

const RECOMMENDED =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#DynamoDB";

/** CloudWatch has these metrics per operation only; ten is also the most that an alarm's formula takes. */
const OPERATIONS = [
  "GetItem",
  "BatchGetItem",
  "Query",
  "Scan",
  "TransactGetItems",
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "BatchWriteItem",
  "TransactWriteItems",
];

/**
 * Alarms: requests are throttled, DynamoDB itself fails. Graphs: both, capacity used by table and index, latency.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 *
 * @param indexes names of the global indexes, which throttle on their own
 */
export function tableMonitoring(component: string, tableName: pulumi.Input<string>, indexes: string[]): Monitoring {
  const metric = (name: string, statistic: Statistic, more: Record<string, string> = {}, label?: string): Metric => ({
    namespace: "AWS/DynamoDB",
    name,
    dimensions: { TableName: tableName, ...more },
    statistic,
    periodSeconds: 60,
    label,
  });
  /** Named after its metrics, so that a graph can hold several sums; an operation without requests adds nothing. */
  const sumOf = (name: string, label: string): MathMetric => {
    const key = (operation: string) => `${name[0]!.toLowerCase()}${operation}`;
    return {
      expression: `SUM([${OPERATIONS.map((operation) => `FILL(${key(operation)}, 0)`).join(", ")}])`,
      metrics: Object.fromEntries(
        OPERATIONS.map((operation) => [key(operation), metric(name, "Sum", { Operation: operation })]),
      ),
      label,
      periodSeconds: 60,
    };
  };
  const capacity = (name: string): Metric[] => [
    metric(name, "Sum", {}, "table"),
    ...indexes.map((index) => metric(name, "Sum", { GlobalSecondaryIndexName: index }, index)),
  ];
  const alarm = (alarmed: Pick<AlarmDescription, "name" | "severity" | "metric" | "description" | "reason">) => ({
    ...alarmed,
    comparison: "GreaterThanThreshold" as const,
    threshold: 0,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching" as const,
  });
  const throttled = sumOf("ThrottledRequests", "throttled");
  const failed = sumOf("SystemErrors", "system errors");
  return {
    title: `Table ${component}`,
    component,
    alarms: [
      alarm({
        name: "throttled-requests",
        severity: "warning",
        metric: throttled,
        description: `Table ${component} refuses requests: a partition is too hot, or its capacity is too low.`,
        reason: `The SDK hides a single throttle by retrying; three minutes out of five it cannot (${RECOMMENDED}).`,
      }),
      alarm({
        name: "system-errors",
        severity: "critical",
        metric: failed,
        description: `DynamoDB answers requests to table ${component} with internal errors.`,
        reason: `The SDK hides a single one by retrying; three minutes out of five is an outage (${RECOMMENDED}).`,
      }),
    ],
    widgets: [
      { kind: "graph", title: `${component}: refused requests`, unit: "requests", metrics: [throttled, failed] },
      {
        kind: "graph",
        title: `${component}: read capacity used`,
        unit: "units",
        metrics: capacity("ConsumedReadCapacityUnits"),
      },
      {
        kind: "graph",
        title: `${component}: write capacity used`,
        unit: "units",
        metrics: capacity("ConsumedWriteCapacityUnits"),
      },
      {
        kind: "graph",
        title: `${component}: latency`,
        unit: "ms",
        metrics: ["GetItem", "Query", "PutItem", "UpdateItem"].map((operation) =>
          metric("SuccessfulRequestLatency", "Average", { Operation: operation }, operation),
        ),
      },
    ],
  };
}
