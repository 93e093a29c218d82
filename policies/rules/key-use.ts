import { bucketCompanions, bucketNames, bucketTypes } from "../core/buckets";
import { keyLookup, letsServiceUse } from "../core/keys";
import { link } from "../core/links";
import { parseJson } from "../core/json";
import type { Resource } from "../core/resource";
import { stackRule, type StackFinding } from "../core/rule";
import type { Stack } from "../core/stack";
import { isUnknown } from "../core/unknown";
import { isMissing, list, lower, read } from "../core/values";

/** Something encrypted that a service has to use the key for. */
interface KeyUse {
  service: string;
  actions: string[];
  /** What refers to the encrypted thing, or is it. */
  users: (stack: Stack) => Resource[];
  /** The property of a user that refers to it, and how its values are read; left out where the user itself is encrypted. */
  through?: { property: string; values: (user: Resource) => unknown[] };
  /** The encrypted things: topics, queues, or the users themselves. */
  encrypted: string[];
  /** The property that names the key. */
  key: string;
}

const topic = "aws:sns/topic:Topic";
const queue = "aws:sqs/queue:Queue";
const write = ["kms:Decrypt", "kms:GenerateDataKey"];
const ofType =
  (...types: string[]) =>
  (stack: Stack) =>
    stack.ofType(...types);
const plain = (property: string) => ({ property, values: (user: Resource) => user.list(property) });
const inside = (property: string, path: string) => ({
  property,
  values: (user: Resource) => {
    const given = user.read(property);
    return list(parseJson(given) ?? given).map((each) => (isUnknown(each) ? each : read(each, path)));
  },
});
const alarms = ofType("aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm");
const targets = ofType("aws:cloudwatch/eventTarget:EventTarget");
const subscriptions = ofType("aws:sns/topicSubscription:TopicSubscription");
const notifications = ofType("aws:s3/bucketNotification:BucketNotification");

const uses: KeyUse[] = [
  ...["alarmActions", "okActions", "insufficientDataActions"].map((property) => ({
    service: "cloudwatch",
    actions: write,
    users: alarms,
    through: plain(property),
    encrypted: [topic],
    key: "kmsMasterKeyId",
  })),
  ...[topic, queue].flatMap((type) => [
    {
      service: "events",
      actions: write,
      users: targets,
      through: plain("arn"),
      encrypted: [type],
      key: "kmsMasterKeyId",
    },
    {
      service: "s3",
      actions: write,
      users: notifications,
      through: type === topic ? inside("topics", "topicArn") : inside("queues", "queueArn"),
      encrypted: [type],
      key: "kmsMasterKeyId",
    },
  ]),
  {
    service: "events",
    actions: write,
    users: targets,
    through: inside("deadLetterConfig", "arn"),
    encrypted: [queue],
    key: "kmsMasterKeyId",
  },
  {
    service: "sns",
    actions: write,
    users: (stack) => subscriptions(stack).filter((each) => lower(each.read("protocol")) === "sqs"),
    through: plain("endpoint"),
    encrypted: [queue],
    key: "kmsMasterKeyId",
  },
  {
    service: "sns",
    actions: write,
    users: subscriptions,
    through: inside("redrivePolicy", "deadLetterTargetArn"),
    encrypted: [queue],
    key: "kmsMasterKeyId",
  },
  {
    service: "logs",
    actions: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"],
    users: ofType("aws:cloudwatch/logGroup:LogGroup"),
    encrypted: ["aws:cloudwatch/logGroup:LogGroup"],
    key: "kmsKeyId",
  },
  {
    service: "cloudtrail",
    actions: ["kms:GenerateDataKey"],
    users: ofType("aws:cloudtrail/trail:Trail"),
    encrypted: ["aws:cloudtrail/trail:Trail"],
    key: "kmsKeyId",
  },
  {
    service: "config",
    actions: ["kms:GenerateDataKey"],
    users: ofType("aws:cfg/deliveryChannel:DeliveryChannel"),
    encrypted: ["aws:cfg/deliveryChannel:DeliveryChannel"],
    key: "s3KmsKeyArn",
  },
];

export const serviceMayUseKey = stackRule({
  name: "kms-service-use",
  title:
    "A service that must use a key may: its policy lets CloudWatch, Logs, SNS, EventBridge, S3, CloudFront, CloudTrail and Config",
  why: "Without it the alarm, notification or event is lost where nobody looks; AWS reports it nowhere.",
  severity: "high",
  ids: [],
  fix: "Add a statement to the key's policy for the service principal, with aws:SourceAccount as a condition.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
  types: ["aws:kms/key:Key"],
  check: (stack) => {
    const keyOf = keyLookup(stack);
    const findings = new Map<string, StackFinding>();
    for (const { encrypted, key, service, actions } of [
      ...uses.flatMap((use) => reached(stack, use)),
      ...origins(stack),
    ]) {
      const found = keyOf(encrypted, key);
      if (!found || letsServiceUse(stack, found, service, actions) !== "no") continue;
      const message = `its policy does not let ${service}.amazonaws.com use it, as ${encrypted.type.split(":").pop()} ${encrypted.name} needs`;
      findings.set(`${found.urn} ${message}`, { resource: found, message });
    }
    return [...findings.values()];
  },
});

interface Reached {
  encrypted: Resource;
  key: string;
  service: string;
  actions: string[];
}

/** What a service certainly writes to. */
function reached(stack: Stack, use: KeyUse): Reached[] {
  const { service, actions, key } = use;
  if (!use.through) return use.users(stack).map((encrypted) => ({ encrypted, key, service, actions }));
  const { property, values } = use.through;
  const candidates = stack.ofType(...use.encrypted);
  const usersOf = link(stack, {
    targets: candidates,
    companions: use.users(stack).filter((user) => values(user).some((value) => !isMissing(value))),
    property: values,
    dependsThrough: property,
    identifiers: ["arn", "id", "name"],
  });
  return candidates
    .filter((candidate) => usersOf(candidate).certain.length > 0)
    .map((encrypted) => ({ encrypted, key, service, actions }));
}

/** The encryption of buckets that CloudFront reads through an origin access control. */
function origins(stack: Stack): Reached[] {
  const distributions = stack.ofType("aws:cloudfront/distribution:Distribution");
  if (!distributions.length) return [];
  const readBy = link(stack, {
    targets: stack.ofType(...bucketTypes),
    companions: distributions,
    property: (distribution) => distribution.list("origins").filter(usesAccessControl).map(domainOf),
    dependsThrough: "origins",
    identifiers: ["bucket", "id", "arn", "bucketDomainName", "bucketRegionalDomainName"],
    parts: bucketNames,
  });
  const encryption = bucketCompanions(stack, [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  ]);
  return stack
    .ofType(...bucketTypes)
    .filter((bucket) => readBy(bucket).certain.length > 0)
    .flatMap((bucket) => encryption(bucket).certain)
    .map((encrypted) => ({ encrypted, key: "rules", service: "cloudfront", actions: ["kms:Decrypt"] }));
}

function usesAccessControl(origin: unknown): boolean {
  return isUnknown(origin) || !isMissing(read(origin, "originAccessControlId"));
}

function domainOf(origin: unknown): unknown {
  return isUnknown(origin) ? origin : read(origin, "domainName");
}
