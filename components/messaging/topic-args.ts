import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Removal } from "../removal";
import type { Queue } from "./queue";
import { fifoName } from "./queue-args";
import { checkServiceAccess, type ServiceAccess } from "./service-access";

/** Who gets a topic's messages. https://docs.aws.amazon.com/sns/latest/dg/sns-event-destinations.html */
export interface SubscriptionArgs {
  /** FIFO topics deliver to `sqs` only. */
  protocol: "email" | "email-json" | "sqs" | "lambda" | "https" | "firehose";
  /** The address, URL or ARN. E-mail recipients must confirm before they get anything. */
  endpoint: pulumi.Input<string>;
  /** Ends the resource's name. Default the protocol and a hash of the endpoint, so that reordering a list changes nothing. */
  name?: string;
  /** Only messages that match, for example `{ type: ["NewStudent"] }`. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
  filterPolicy?: Record<string, unknown>;
  /** What the filter looks at. Default `MessageAttributes`. */
  filterPolicyScope?: "MessageAttributes" | "MessageBody";
  /** Delivers the message without SNS's envelope (sqs, https, firehose). Default false. */
  rawMessageDelivery?: boolean;
  /**
   * Where messages go that could not be delivered: a queue with `sns.amazonaws.com` among its senders. Default a queue
   * of the topic's own, shared by its subscriptions.
   */
  deadLetterQueue?: Queue;
  /** Role with which SNS writes to a `firehose` endpoint. */
  subscriptionRoleArn?: pulumi.Input<string>;
}

export interface TopicArgs {
  /** Encrypts the messages. Services that publish must be among the key's `services`. */
  key: Key;
  /** Up to 256 letters, digits, `_` and `-`; `.fifo` is added to a FIFO topic's where missing. Default generated. */
  topicName?: string;
  /** Sender's name in e-mails. Up to 100 characters. Default the topic's name. */
  displayName?: string;
  /** Keeps the order within a message group and drops duplicates. Default false. */
  fifo?: boolean;
  /** FIFO only: messages with the same body within five minutes are one. Default false. */
  contentBasedDeduplication?: boolean;
  /** Services that may publish, on behalf of the account and what `sourceArns` names. Default none. */
  publishers?: ServiceAccess[];
  /** Who gets the messages; more with {@link Topic.subscribe}. Default nobody. */
  subscriptions?: SubscriptionArgs[];
  /** Default `retain`; it concerns the topic's own dead-letter queue, which holds messages. */
  removal?: Removal;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Merged over the defaults; encryption stays. */
  overrides?: { topic?: Partial<aws.sns.TopicArgs> };
}

const ATTRIBUTES = "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html";
const SUBSCRIBE = "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html";

/**
 * Refuses what SNS would refuse.
 *
 * @throws InputError for the first such argument
 */
export function checkTopicArgs(name: string, args: TopicArgs): void {
  const check = inputChecks("platform:messaging:Topic", name);
  const fifo = args.fifo === true;
  check.matches("topicName", args.topicName, /^[\w-]+(\.fifo)?$/, "letters, digits, _ and -", ATTRIBUTES);
  if (args.topicName && fifoName(args.topicName, fifo).length > 256)
    check.fail("topicName", args.topicName, "use at most 256 characters");
  if (args.topicName?.endsWith(".fifo") && !fifo)
    check.fail("topicName", args.topicName, "set fifo: true, or leave .fifo out of the name");
  check.matches("displayName", args.displayName, /^.{1,100}$/, "1 to 100 characters on one line", ATTRIBUTES);
  if (args.contentBasedDeduplication !== undefined && !fifo)
    check.fail("contentBasedDeduplication", args.contentBasedDeduplication, "set fifo: true, or leave it out");
  for (const publisher of args.publishers ?? []) checkServiceAccess(check, "publishers", publisher, args.key);
  for (const subscription of args.subscriptions ?? []) checkSubscription(name, fifo, subscription);
}

/**
 * Refuses a subscription that SNS would refuse, or that could never deliver.
 *
 * @throws InputError for the first such argument
 */
export function checkSubscription(topic: string, fifo: boolean, args: SubscriptionArgs): void {
  const check = inputChecks("platform:messaging:Topic", topic);
  const protocols = ["email", "email-json", "sqs", "lambda", "https", "firehose"];
  check.oneOf("subscriptions.protocol", args.protocol, fifo ? ["sqs"] : protocols, SUBSCRIBE);
  if (!args.endpoint) check.fail("subscriptions.endpoint", args.endpoint, "give the address, URL or ARN");
  const [pattern, wanted] = ENDPOINTS[args.protocol];
  check.matches("subscriptions.endpoint", args.endpoint, pattern, wanted, SUBSCRIBE);
  if (args.rawMessageDelivery && !["sqs", "https", "firehose"].includes(args.protocol))
    check.fail("subscriptions.rawMessageDelivery", true, `leave it out: ${args.protocol} always gets SNS's own form`);
  if (args.protocol === "firehose" && !args.subscriptionRoleArn)
    check.fail("subscriptions.subscriptionRoleArn", undefined, "name the role with which SNS writes to the stream");
  const queue = args.deadLetterQueue;
  if (!queue) return;
  if (queue.fifo !== fifo)
    check.fail("subscriptions.deadLetterQueue", queue.componentName, `use a ${fifo ? "FIFO" : "standard"} queue`);
  if (!queue.accepts("sns.amazonaws.com"))
    check.fail(
      "subscriptions.deadLetterQueue",
      queue.componentName,
      `add { service: "sns.amazonaws.com" } to its senders, or SNS cannot write to it`,
    );
}

const ENDPOINTS: Record<SubscriptionArgs["protocol"], [RegExp, string]> = {
  email: [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "an e-mail address"],
  "email-json": [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "an e-mail address"],
  sqs: [/^arn:[\w-]+:sqs:/, "the ARN of a queue"],
  lambda: [/^arn:[\w-]+:lambda:/, "the ARN of a function or alias"],
  https: [/^https:\/\/\S+$/, "a URL that starts with https://"],
  firehose: [/^arn:[\w-]+:firehose:/, "the ARN of a Firehose stream"],
};
