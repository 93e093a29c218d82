import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Grantee } from "../access/grantee";
import { policyDocument } from "../access/policy-document";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { denyInsecureTransport } from "../encryption/deny-insecure-transport";
import type { Key } from "../encryption/key";
import { InputError } from "../input-error";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import type { Removal } from "../removal";
import { Queue } from "./queue";
import { fifoName } from "./queue-args";
import { serviceAccessStatement } from "./service-access";
import { checkSubscription, checkTopicArgs, type SubscriptionArgs, type TopicArgs } from "./topic-args";
import { topicMonitoring } from "./topic-monitoring";

/** Every action that a topic's policy can name; `sns:*` is refused there. */
const TOPIC_ACTIONS = [
  "sns:Publish",
  "sns:Subscribe",
  "sns:ListSubscriptionsByTopic",
  "sns:GetTopicAttributes",
  "sns:SetTopicAttributes",
  "sns:AddPermission",
  "sns:RemovePermission",
  "sns:DeleteTopic",
];

/**
 * An SNS topic, encrypted with the system's key, reachable over TLS only. Services publish only if listed, identities
 * only if granted; what a subscriber does not take ends in a dead-letter queue.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html
 *
 * Traces pass through standard topics. SNS may send them once the account's X-Ray resource policy admits it, which the
 * account's baseline does. https://docs.aws.amazon.com/sns/latest/dg/sns-active-tracing.html
 *
 * @example
 * const topic = new Topic("announcements", { key, subscriptions: [{ protocol: "email", endpoint: "office@example.com" }] });
 * topic.grantPublish(announce);
 */
export class Topic extends PlatformComponent {
  readonly topic: aws.sns.Topic;
  readonly arn: pulumi.Output<string>;
  readonly topicName: pulumi.Output<string>;
  readonly fifo: boolean;
  /** The subscriptions made so far, by name. */
  readonly subscriptions: Record<string, aws.sns.TopicSubscription> = {};
  readonly monitoring: Monitoring;
  private readonly key: Key;
  private readonly removal?: Removal;
  private ownDeadLetterQueue?: Queue;

  /** @throws InputError for an argument outside SNS's limits, or that cannot work with the others */
  constructor(name: string, args: TopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("messaging", "Topic", name, opts);
    checkTopicArgs(name, args);
    this.key = args.key;
    this.fifo = args.fifo ?? false;
    this.removal = args.removal;

    this.topic = this.createTopic(args);
    this.arn = this.topic.arn;
    this.topicName = this.topic.name;
    this.createPolicy(args);
    this.monitoring = topicMonitoring(name, this.topicName);
    for (const subscription of args.subscriptions ?? []) this.subscribe(defaultName(subscription), subscription);
    this.registerOutputs({ arn: this.arn });
  }

  /** The topic's own dead-letter queue; absent while no subscription uses it. */
  get deadLetterQueue(): Queue | undefined {
    return this.ownDeadLetterQueue;
  }

  /**
   * Adds a subscriber. A `lambda` endpoint also needs the function's permission, a `sqs` endpoint the queue's: list
   * `sns.amazonaws.com` among its senders.
   *
   * @param name unique per topic
   * @param opts merged with those of the topic's children, for example `dependsOn` the permission to invoke a function
   * @throws InputError for arguments that SNS would refuse, and a name already taken
   */
  subscribe(name: string, args: SubscriptionArgs, opts: pulumi.CustomResourceOptions = {}): aws.sns.TopicSubscription {
    checkSubscription(this.componentName, this.fifo, args);
    if (this.subscriptions[name])
      throw new InputError(
        "platform:messaging:Topic",
        this.componentName,
        "subscriptions",
        name,
        "give each subscription a name of its own",
      );
    const deadLetterQueue = args.deadLetterQueue ?? this.makeDeadLetterQueue();
    const subscription = new aws.sns.TopicSubscription(
      `${this.componentName}-${name}`,
      {
        topic: this.arn,
        protocol: args.protocol,
        endpoint: args.endpoint,
        filterPolicy: args.filterPolicy && JSON.stringify(args.filterPolicy),
        filterPolicyScope: args.filterPolicy && (args.filterPolicyScope ?? "MessageAttributes"),
        rawMessageDelivery: args.rawMessageDelivery,
        subscriptionRoleArn: args.subscriptionRoleArn,
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetterQueue.arn }),
      },
      this.childOptions(opts),
    );
    this.subscriptions[name] = subscription;
    return subscription;
  }

  /** Lets a grantee publish. */
  grantPublish(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`publish-${this.componentName}`, [
      { sid: "PublishMessages", actions: ["sns:Publish"], resources: [this.arn] },
      // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#sns-what-permissions-for-sse
      ...this.key.statements("encryptDecrypt", "sns"),
    ]);
  }

  private createTopic(args: TopicArgs): aws.sns.Topic {
    const defaults: Partial<aws.sns.TopicArgs> = {
      name: args.topicName && fifoName(args.topicName, this.fifo),
      displayName: args.displayName,
      // SHA-256 rather than SHA-1. https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
      signatureVersion: 2,
      // FIFO topics only pass a trace header on.
      tracingConfig: this.fifo ? "PassThrough" : "Active",
      tags: args.tags,
      ...(this.fifo && { fifoTopic: true, contentBasedDeduplication: args.contentBasedDeduplication ?? false }),
    };
    return new aws.sns.Topic(
      `${this.componentName}-topic`,
      withOverrides(defaults, args.overrides?.topic, { kmsMasterKeyId: args.key.arn }),
      this.childOptions(),
    );
  }

  private createPolicy(args: TopicArgs): void {
    const account = accountOf(this);
    const allowed = (args.publishers ?? []).map((publisher, index) =>
      serviceAccessStatement(publisher, index, "sns:Publish", this.arn, account),
    );
    new aws.sns.TopicPolicy(
      `${this.componentName}-policy`,
      { arn: this.arn, policy: policyDocument([denyInsecureTransport(TOPIC_ACTIONS, this.arn), ...allowed]) },
      this.childOptions(),
    );
  }

  /** Made for the first subscription that brings none: a topic without subscribers loses nothing. */
  private makeDeadLetterQueue(): Queue {
    if (this.ownDeadLetterQueue) return this.ownDeadLetterQueue;
    const queue = new Queue(
      `${this.componentName}-undelivered`,
      {
        key: this.key,
        fifo: this.fifo,
        visibilityTimeoutSeconds: 30,
        messageRetentionSeconds: 1_209_600,
        deadLetter: false,
        senders: [{ service: "sns.amazonaws.com", sourceArn: this.arn }],
        removal: this.removal,
      },
      { parent: this },
    );
    this.ownDeadLetterQueue = queue;
    for (const alarm of queue.monitoring.alarms) this.monitoring.alarms.push({ ...alarm, name: "undelivered" });
    return queue;
  }
}

/** The same for the same endpoint wherever it stands in the list, and without the endpoint itself: names are in state and logs. */
function defaultName(args: SubscriptionArgs): string {
  if (args.name) return args.name;
  if (typeof args.endpoint !== "string") return args.protocol;
  return `${args.protocol}-${createHash("sha256").update(args.endpoint).digest("hex").slice(0, 8)}`;
}
