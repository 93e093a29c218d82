import type * as pulumi from "@pulumi/pulumi";
import type {
  AlarmDescription,
  GraphDescription,
  MathMetric,
  Metric,
  Monitoring,
  Statistic,
} from "../observability/monitoring";

const AWS_ALARMS =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#Lambda";
const ASYNCHRONOUS = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html";
const FIVE_MINUTES = 300;

/** What the monitoring of a function depends on. */
export interface MonitoredFunction {
  component: string;
  functionName: string;
  aliasName: string;
  timeoutSeconds: number;
  reservedConcurrency?: number;
  asynchronous: boolean;
  maximumEventAgeSeconds: number;
  hasFailureQueue: boolean;
  hasDeadLetterQueue: boolean;
}

/** One metric of Lambda for a function, over all of its versions and aliases. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function functionMetric(
  functionName: pulumi.Input<string>,
  name: string,
  statistic: Statistic,
  more: Partial<Metric> = {},
): Metric {
  return { namespace: "AWS/Lambda", name, dimensions: { FunctionName: functionName }, statistic, ...more };
}

/** The alarms and graphs of a function. */
export function functionMonitoring(of: MonitoredFunction): Monitoring {
  return {
    title: `Function ${of.functionName}`,
    component: of.component,
    alarms: [
      ...invocationAlarms(of),
      ...(of.reservedConcurrency && of.reservedConcurrency >= 10 ? [concurrencyAlarm(of)] : []),
      ...(of.asynchronous ? asynchronousAlarms(of) : []),
      ...(of.hasFailureQueue ? [lostAlarm(of, "DestinationDeliveryFailures", "undelivered-failures")] : []),
      ...(of.hasDeadLetterQueue ? [lostAlarm(of, "DeadLetterErrors", "dead-letter-errors")] : []),
    ],
    widgets: widgets(of),
    logGroups: [`/aws/lambda/${of.functionName}`],
  };
}

/** What a stream source adds, once per function: `IteratorAge` has no dimension for the stream. */
export function streamMonitoring(
  present: Monitoring,
  functionName: string,
  alarmSeconds = 300,
): Pick<Monitoring, "alarms" | "widgets"> {
  if (present.alarms.some((alarm) => alarm.name === "iterator-age")) return { alarms: [], widgets: [] };
  const metric = functionMetric(functionName, "IteratorAge", "Maximum");
  return {
    alarms: [
      {
        name: "iterator-age",
        severity: "critical",
        metric,
        comparison: "GreaterThanThreshold",
        threshold: alarmSeconds * 1000,
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        treatMissingData: "notBreaching",
        description: `Records of the stream wait longer than ${alarmSeconds} s: the function is too slow, or one record blocks its shard.`,
        reason: `A stream that falls behind loses records when they expire; ${alarmSeconds} s leaves time to act. ${AWS_ALARMS}`,
      },
    ],
    widgets: [{ kind: "graph", title: "Age of stream records", metrics: [metric], unit: "ms" }],
  };
}

function errorRate(of: MonitoredFunction): MathMetric {
  return {
    label: "Errors, % of invocations",
    periodSeconds: FIVE_MINUTES,
    expression: "IF(errors >= 3, 100 * errors / invocations, 0)",
    metrics: {
      errors: functionMetric(of.functionName, "Errors", "Sum", { periodSeconds: FIVE_MINUTES }),
      invocations: functionMetric(of.functionName, "Invocations", "Sum", { periodSeconds: FIVE_MINUTES }),
    },
  };
}

function throttleShare(of: MonitoredFunction): MathMetric {
  return {
    label: "Throttled, % of requests",
    periodSeconds: FIVE_MINUTES,
    // A throttled request is not counted as an invocation, and while all are throttled there is no such datapoint.
    expression: "IF(throttles >= 3, 100 * throttles / (FILL(invocations, 0) + throttles), 0)",
    metrics: {
      throttles: functionMetric(of.functionName, "Throttles", "Sum", { periodSeconds: FIVE_MINUTES }),
      invocations: functionMetric(of.functionName, "Invocations", "Sum", { periodSeconds: FIVE_MINUTES }),
    },
  };
}

function invocationAlarms(of: MonitoredFunction): AlarmDescription[] {
  return [
    {
      name: "errors",
      severity: "critical",
      metric: errorRate(of),
      comparison: "GreaterThanThreshold",
      threshold: 5,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: "notBreaching",
      description: "More than 5 % of the invocations end with an error or a timeout.",
      reason: `A rate follows the load; three errors at least, so that a single one at night wakes nobody. ${AWS_ALARMS}`,
    },
    {
      name: "throttles",
      severity: "critical",
      metric: throttleShare(of),
      comparison: "GreaterThanThreshold",
      threshold: 1,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: "notBreaching",
      description: "More than 1 % of the requests are refused because no concurrency is left.",
      reason: `Callers see throttles as failures; three at least, so that a short burst does not count. ${AWS_ALARMS}`,
    },
    {
      name: "duration",
      severity: "warning",
      metric: functionMetric(of.functionName, "Duration", "p99"),
      comparison: "GreaterThanThreshold",
      threshold: of.timeoutSeconds * 900,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      treatMissingData: "notBreaching",
      description: `The slowest invocations take more than 90 % of the timeout of ${of.timeoutSeconds} s and will soon be ended.`,
      reason: `Beyond the timeout work is lost; a share of it fits slow and fast functions alike. ${AWS_ALARMS}`,
    },
  ];
}

/** Below a reservation of ten a single burst is 90 %, and throttles tell more. */
function concurrencyAlarm(of: MonitoredFunction): AlarmDescription {
  return {
    name: "concurrency",
    severity: "warning",
    metric: functionMetric(of.functionName, "ConcurrentExecutions", "Maximum"),
    comparison: "GreaterThanThreshold",
    threshold: Math.floor(of.reservedConcurrency! * 0.9),
    evaluationPeriods: 10,
    datapointsToAlarm: 10,
    treatMissingData: "notBreaching",
    description: `The function uses more than 90 % of its ${of.reservedConcurrency} reserved executions.`,
    reason: `Nearly used up for ten minutes means that throttling is next. ${AWS_ALARMS}`,
  };
}

function asynchronousAlarms(of: MonitoredFunction): AlarmDescription[] {
  return [
    {
      name: "event-age",
      severity: "warning",
      metric: functionMetric(of.functionName, "AsyncEventAge", "Maximum"),
      comparison: "GreaterThanThreshold",
      threshold: of.maximumEventAgeSeconds * 500,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      treatMissingData: "notBreaching",
      description: `Asynchronous events wait for more than half of the ${of.maximumEventAgeSeconds} s after which they are given up.`,
      reason: `Half the age leaves as much time to act as has passed. ${ASYNCHRONOUS}`,
    },
    // With a queue for failures an event counts as dropped although it is safe there; that queue has its own alarm.
    ...(of.hasFailureQueue || of.hasDeadLetterQueue ? [] : [lostAlarm(of, "AsyncEventsDropped", "events-dropped")]),
  ];
}

const LOST: Record<string, string> = {
  AsyncEventsDropped: "Asynchronous events were given up without having been processed.",
  DestinationDeliveryFailures:
    "Lambda could not hand a failed event to the onFailure queue: look at the role and the queue's key.",
  DeadLetterErrors:
    "Lambda could not hand a failed event to the dead-letter queue: look at the role and the queue's key.",
};

function lostAlarm(of: MonitoredFunction, metric: string, name: string): AlarmDescription {
  return {
    name,
    severity: "critical",
    metric: functionMetric(of.functionName, metric, "Sum"),
    comparison: "GreaterThanThreshold",
    threshold: 0,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: "notBreaching",
    description: LOST[metric]!,
    reason: `Each one is a lost event, so one is enough. ${ASYNCHRONOUS}`,
  };
}

function widgets(of: MonitoredFunction): GraphDescription[] {
  const sum = (name: string) => functionMetric(of.functionName, name, "Sum");
  const ofAlias = (name: string) => ({
    ...sum(name),
    dimensions: { FunctionName: of.functionName, Resource: `${of.functionName}:${of.aliasName}` },
    label: `${name} of ${of.aliasName}`,
  });
  const duration = (statistic: Statistic) =>
    functionMetric(of.functionName, "Duration", statistic, { label: `Duration ${statistic}` });
  return [
    { kind: "graph", title: "Invocations and errors", metrics: [sum("Invocations"), sum("Errors"), sum("Throttles")] },
    { kind: "graph", title: "Error rate", metrics: [errorRate(of), throttleShare(of)], unit: "%" },
    { kind: "graph", title: "Duration", metrics: [duration("p50"), duration("p95"), duration("p99")], unit: "ms" },
    {
      kind: "graph",
      title: "Concurrent executions",
      metrics: [functionMetric(of.functionName, "ConcurrentExecutions", "Maximum")],
    },
    { kind: "graph", title: `Alias ${of.aliasName}`, metrics: [ofAlias("Invocations"), ofAlias("Errors")] },
    ...(of.asynchronous
      ? [
          {
            kind: "graph" as const,
            title: "Asynchronous events",
            metrics: [sum("AsyncEventsReceived"), sum("AsyncEventsDropped")],
          },
        ]
      : []),
  ];
}
