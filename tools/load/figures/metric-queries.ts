import type { Watched } from "../targets/target";
import type { MetricQuery } from "./read-metrics";

/** What CloudWatch is asked about the parts of a system. */
export function metricQueries({ functions, tables, queues, streams, stateMachines, api }: Watched): MetricQuery[] {
  const query = (
    namespace: string,
    dimension: string,
    value: string,
    stat: MetricQuery["stat"],
    ...metrics: string[]
  ) => metrics.map((metric) => ({ namespace: `AWS/${namespace}`, metric, dimensions: { [dimension]: value }, stat }));
  return [
    ...functions.flatMap(({ name }) => [
      ...query("Lambda", "FunctionName", name, "Sum", "Invocations", "Throttles", "Errors", "Duration"),
      ...query("Lambda", "FunctionName", name, "Maximum", "Duration", "ConcurrentExecutions", "IteratorAge"),
    ]),
    ...tables.flatMap((name) =>
      query("DynamoDB", "TableName", name, "Sum", "ReadThrottleEvents", "WriteThrottleEvents"),
    ),
    ...queues.flatMap(({ url }) =>
      query("SQS", "QueueName", queueName(url), "Maximum", "ApproximateAgeOfOldestMessage"),
    ),
    ...streams.flatMap(({ name }) => query("Kinesis", "StreamName", name, "Sum", "WriteProvisionedThroughputExceeded")),
    ...stateMachines.flatMap((arn) => query("States", "StateMachineArn", arn, "Sum", "ExecutionThrottled")),
    ...(api === undefined ? [] : query("ApiGateway", "ApiName", api, "Average", "Latency", "IntegrationLatency")),
  ];
}

/** A queue's name, as its metrics have it. */
export function queueName(url: string): string {
  return url.split("/").at(-1)!;
}
