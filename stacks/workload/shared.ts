import type { ExternalAuthorizer } from "../../components/access/external-authorizer";
import { Bucket } from "../../components/data/bucket";
import type { Key } from "../../components/encryption/key";
import { Queue } from "../../components/messaging/queue";
import { AlarmMail } from "../../components/observability/alarm-mail";
import { AlarmTopic } from "../../components/observability/alarm-topic";
import type { Monitoring } from "../../components/observability/monitoring";
import { globalRegion } from "../accounts";
import type { Environment } from "../config/environment";
import type { AlarmTopics, SystemDomain, SystemProviders } from "../systems/system";
import { makeAuthorizer } from "./authorizer";
import { boundedRoles } from "./bounded-roles";
import { LogDeliveries } from "./log-deliveries";
import { makeNames } from "./names";
import { SystemComponent } from "./system-component";
import { SystemKeys } from "./system-keys";

/** What every system of a stack uses, made once. */
export interface Shared {
  component: SystemComponent;
  /** The customer-managed key of what all systems share. */
  key: Key;
  accessLogBucket: Bucket;
  undeliverable: Queue;
  alarmTopics: AlarmTopics;
  /** Lets services write the logs that they deliver. */
  logDeliveries: LogDeliveries;
  /** Makes the mails of all alarms. */
  alarmMail: AlarmMail;
  /** Topic with SNS's own mails, for the alarms of what makes the others. */
  directAlarmTopic: AlarmTopic;
  /** Where names go; absent where the environment has none. */
  domain?: SystemDomain;
  /** Checks the tokens of all APIs; absent where each has a function of its own. */
  authorizer?: ExternalAuthorizer;
  /** Descriptions of the above, except the topics of us-east-1. */
  monitoring: Monitoring[];
  /** Descriptions of what stands in us-east-1 where that is another region. */
  monitoringUsEast1: Monitoring[];
}

/** Mails are few: a storm of alarms waits in Lambda's own queue. */
const RESERVED_FOR_MAILS = 2;

/** Fourteen days, the longest SQS keeps a message. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const longestRetentionSeconds = 14 * 24 * 60 * 60;

/**
 * Makes the log bucket, the undeliverable queue, and the way from alarm to mail of a stack.
 *
 * @param environment where they go
 * @param providers of the account
 */
export function makeShared(environment: Environment, providers: SystemProviders): Shared {
  const component = new SystemComponent(
    "shared",
    {},
    { provider: providers.regional, transformations: boundedRoles(environment) },
  );
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
      // Schedules bring what their targets did not take.
      senders: [{ service: "events.amazonaws.com" }],
      removal,
    },
    options,
  );
  const { critical: criticalAddresses } = environment.alarmAddresses;
  const topic = (name: string, more: { addresses?: string[]; elsewhere?: boolean; events?: boolean } = {}) =>
    new AlarmTopic(
      name,
      {
        key: more.elsewhere ? keys.usEast1() : keys.regional(),
        addresses: more.addresses,
        topicName: `${stack}-${name}`,
        publishers: more.events ? [{ service: "events.amazonaws.com" }] : [],
        removal,
      },
      more.elsewhere ? { parent: component, providers: [providers.usEast1] } : options,
    );
  // Failed stages of the pipeline are events, not alarms.
  const events = environment.systems.delivery !== undefined;
  const critical = topic("alarms-critical", { events });
  const warning = topic("alarms-warning", { events });
  const directAlarmTopic = topic("alarms-direct", { addresses: criticalAddresses });
  const isElsewhere = providers.usEast1 !== providers.regional;
  const usEast1 = isElsewhere ? topic("alarms-us-east-1", { elsewhere: true }) : critical;
  const alarmMail = new AlarmMail(
    "alarm-mail",
    {
      key: keys.regional(),
      sources: [
        { name: "critical", topic: critical, severity: "critical" },
        { name: "warning", topic: warning, severity: "warning" },
        ...(isElsewhere ? [{ name: "us-east-1", topic: usEast1, severity: "critical" as const }] : []),
      ],
      addresses: environment.alarmAddresses,
      environmentName: stack,
      alarmNamePrefix: `${stack}-`,
      alarmRegions: [environment.account.region, ...(isElsewhere ? [globalRegion] : [])],
      deadLetterQueue: undeliverable,
      logRetentionDays: environment.logRetentionDays,
      reservedConcurrency: environment.reservedConcurrency ? RESERVED_FOR_MAILS : undefined,
      removal,
    },
    options,
  );

  const names = makeNames({ environment, providers, key: () => keys.usEast1(), parent: component });

  return {
    component,
    ...(names && { domain: names.domain }),
    ...(environment.authorizer && { authorizer: makeAuthorizer(environment, component)! }),
    key: keys.regional(),
    accessLogBucket,
    undeliverable,
    alarmTopics: { critical, warning, usEast1 },
    logDeliveries: new LogDeliveries(environment, providers, component),
    alarmMail,
    directAlarmTopic,
    monitoring: [accessLogBucket.monitoring, undeliverable.monitoring, critical.monitoring, warning.monitoring],
    monitoringUsEast1: [...(isElsewhere ? [usEast1.monitoring] : []), ...(names?.monitoring ?? [])],
  };
}
