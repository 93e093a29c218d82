import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDescription, Metric, Monitoring, Statistic } from "../observability/monitoring";

const RECOMMENDED =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#SQS";

/** A metric of one queue. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export function queueMetric(
  queueName: pulumi.Input<string>,
  name: string,
  statistic: Statistic,
  label?: string,
): Metric {
  return { namespace: "AWS/SQS", name, dimensions: { QueueName: queueName }, statistic, periodSeconds: 60, label };
}

/** The alarm of a queue that should be empty: a dead-letter queue, or one that collects failures. */
export function anyMessageAlarm(queueName: pulumi.Input<string>, name: string, description: string): AlarmDescription {
  return {
    name,
    severity: "critical",
    metric: queueMetric(queueName, "ApproximateNumberOfMessagesVisible", "Maximum"),
    comparison: "GreaterThanThreshold",
    threshold: 0,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: "notBreaching",
    description,
    reason:
      "Each message here is work that was not done, so the first one counts " +
      "(https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html).",
  };
}

/** What a queue's monitoring is made from. */
export interface QueueMonitoringArgs {
  queueName: pulumi.Input<string>;
  /** Absent where the queue has none of its own. */
  deadLetterName?: pulumi.Input<string>;
  holdsFailures: boolean;
  /** Threshold of the age alarm, in seconds. */
  oldestMessageSeconds: number;
}

/** Alarms: messages wait too long, messages were given up. Graphs: depth, age, throughput. */
export function queueMonitoring(component: string, args: QueueMonitoringArgs): Monitoring {
  const { queueName, deadLetterName } = args;
  const alarms: AlarmDescription[] = [];
  if (args.holdsFailures)
    alarms.push(
      anyMessageAlarm(queueName, "failures", `Queue ${component} holds failed events that nobody has looked at yet.`),
    );
  else
    alarms.push({
      name: "oldest-message",
      severity: "warning",
      metric: queueMetric(queueName, "ApproximateAgeOfOldestMessage", "Maximum"),
      comparison: "GreaterThanThreshold",
      threshold: args.oldestMessageSeconds,
      evaluationPeriods: 5,
      datapointsToAlarm: 5,
      treatMissingData: "notBreaching",
      description: `Messages of queue ${component} wait too long: its consumer is slow, throttled or failing.`,
      reason: `By then a message has been received as often as allowed, so it is either done or dead-lettered; older means unread (${RECOMMENDED}).`,
    });
  if (deadLetterName)
    alarms.push(
      anyMessageAlarm(
        deadLetterName,
        "dead-letters",
        `Messages of queue ${component} could not be processed and are in its dead-letter queue; redrive them after the fix.`,
      ),
    );
  return {
    title: `Queue ${component}`,
    component,
    alarms,
    widgets: [
      {
        kind: "graph",
        title: `${component}: messages waiting`,
        unit: "messages",
        metrics: [
          queueMetric(queueName, "ApproximateNumberOfMessagesVisible", "Maximum", "waiting"),
          queueMetric(queueName, "ApproximateNumberOfMessagesNotVisible", "Maximum", "in flight"),
          ...(deadLetterName
            ? [queueMetric(deadLetterName, "ApproximateNumberOfMessagesVisible", "Maximum", "dead letters")]
            : []),
        ],
      },
      {
        kind: "graph",
        title: `${component}: age of the oldest message`,
        unit: "s",
        metrics: [queueMetric(queueName, "ApproximateAgeOfOldestMessage", "Maximum", "age")],
      },
      {
        kind: "graph",
        title: `${component}: throughput`,
        unit: "messages",
        metrics: [
          queueMetric(queueName, "NumberOfMessagesSent", "Sum", "sent"),
          queueMetric(queueName, "NumberOfMessagesDeleted", "Sum", "processed"),
        ],
      },
    ],
  };
}
