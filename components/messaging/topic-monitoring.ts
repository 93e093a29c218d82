import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDescription, Metric, Monitoring } from "../observability/monitoring";

const RECOMMENDED =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#SNS";

/**
 * Alarms: a delivery failed, a message was lost for good. Graphs: published, delivered, failed.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
 */
export function topicMonitoring(component: string, topicName: pulumi.Input<string>): Monitoring {
  const metric = (name: string, label?: string): Metric => ({
    namespace: "AWS/SNS",
    name,
    dimensions: { TopicName: topicName },
    statistic: "Sum",
    periodSeconds: 60,
    label,
  });
  const any = (
    name: string,
    metricName: string,
    severity: AlarmDescription["severity"],
    description: string,
    reason: string,
  ): AlarmDescription => ({
    name,
    severity,
    metric: metric(metricName),
    comparison: "GreaterThanThreshold",
    threshold: 0,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: "notBreaching",
    description,
    reason,
  });
  return {
    title: `Topic ${component}`,
    component,
    alarms: [
      any(
        "failed-deliveries",
        "NumberOfNotificationsFailed",
        "warning",
        `Topic ${component} could not deliver a message after all retries; look at its subscriptions.`,
        `The metric counts deliveries given up, not attempts, so one is one message somebody did not get (${RECOMMENDED}).`,
      ),
      any(
        "lost-messages",
        "NumberOfNotificationsFailedToRedriveToDlq",
        "critical",
        `A message of topic ${component} is lost: neither its subscriber nor the dead-letter queue took it.`,
        `SNS keeps nothing, so each one is lost; look at the queue's policy and its key's (${RECOMMENDED}).`,
      ),
    ],
    widgets: [
      {
        kind: "graph",
        title: `${component}: messages`,
        unit: "messages",
        metrics: [
          metric("NumberOfMessagesPublished", "published"),
          metric("NumberOfNotificationsDelivered", "delivered"),
          metric("NumberOfNotificationsFailed", "failed"),
          metric("NumberOfNotificationsFilteredOut", "filtered out"),
        ],
      },
    ],
  };
}
