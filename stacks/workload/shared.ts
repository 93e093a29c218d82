import { Bucket } from "../../components/data/bucket";
import { Queue } from "../../components/messaging/queue";
import { AlarmTopic } from "../../components/observability/alarm-topic";
import type { Monitoring } from "../../components/observability/monitoring";
import type { Environment } from "../config/environment";
import type { AlarmTopics, SystemProviders } from "../systems/system";
import { SystemComponent } from "./system-component";
import { SystemKeys } from "./system-keys";

/** What every system of a stack uses, made once. */
export interface Shared {
  component: SystemComponent;
  accessLogBucket: Bucket;
  undeliverable: Queue;
  alarmTopics: AlarmTopics;
  /** Descriptions of the above, except the topics of us-east-1. */
  monitoring: Monitoring[];
  /** Descriptions of what stands in us-east-1 where that is another region. */
  monitoringUsEast1: Monitoring[];
}

/** Fourteen days, the longest SQS keeps a message. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const longestRetentionSeconds = 14 * 24 * 60 * 60;

/**
 * Makes the log bucket, the undeliverable queue and the alarm topics of a stack.
 *
 * @param environment where they go
 * @param providers of the account
 */
export function makeShared(environment: Environment, providers: SystemProviders): Shared {
  const component = new SystemComponent("shared", {}, { provider: providers.regional });
  const keys = new SystemKeys("shared", environment, providers, component);
  const { name: stack, removal } = environment;
  const options = { parent: component };

  const accessLogBucket = new Bucket(
    "access-logs",
    // S3 delivers access logs only to buckets with its own encryption.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    { encryption: "AES256", logTarget: true, removal },
    options,
  );
  const undeliverable = new Queue(
    "undeliverable",
    {
      key: keys.regional(),
      queueName: `${stack}-undeliverable`,
      visibilityTimeoutSeconds: 30,
      messageRetentionSeconds: longestRetentionSeconds,
      // It is the end of the line: nothing reads it but people.
      deadLetter: false,
    },
    options,
  );
  const topic = (name: string, addresses: string[], elsewhere = false) =>
    new AlarmTopic(
      name,
      { key: elsewhere ? keys.usEast1() : keys.regional(), addresses, topicName: `${stack}-${name}` },
      elsewhere ? { parent: component, providers: [providers.usEast1] } : options,
    );
  const { critical: criticalAddresses, warning: warningAddresses } = environment.alarmAddresses;
  const critical = topic("alarms-critical", criticalAddresses);
  const warning = topic("alarms-warning", warningAddresses);
  const isElsewhere = providers.usEast1 !== providers.regional;
  const usEast1 = isElsewhere ? topic("alarms-us-east-1", criticalAddresses, true) : critical;

  return {
    component,
    accessLogBucket,
    undeliverable,
    alarmTopics: { critical, warning, usEast1 },
    monitoring: [accessLogBucket.monitoring, undeliverable.monitoring, critical.monitoring, warning.monitoring],
    monitoringUsEast1: isElsewhere ? [usEast1.monitoring] : [],
  };
}
