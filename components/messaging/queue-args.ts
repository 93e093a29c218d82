import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Removal } from "../removal";
import type { Queue } from "./queue";
import { checkServiceAccess, type ServiceAccess } from "./service-access";

/** A service that sends to the queue. */
export interface QueueSender extends Omit<ServiceAccess, "sourceArns"> {
  /** ARN (with `*` where needed) of what it may act for: a rule, topic or bucket. Default any of the account. */
  sourceArn?: pulumi.Input<string> | pulumi.Input<string>[];
}

export interface QueueArgs {
  /** Encrypts the messages, and those of the dead-letter queue. */
  key: Key;
  /** Up to 80 letters, digits, `_` and `-`; `.fifo` is added to a FIFO queue's where missing. Default generated. */
  queueName?: string;
  /** Keeps the order within a message group and drops duplicates. Default false. */
  fifo?: boolean;
  /** FIFO only: messages with the same body within five minutes are one. Default false: senders give a deduplication id. */
  contentBasedDeduplication?: boolean;
  /** FIFO only: order and throughput per message group rather than per queue. Default true. */
  highThroughput?: boolean;
  /** How long a received message stays hidden, 0 to 43,200 s; at least six times the timeout of a function that consumes it. */
  visibilityTimeoutSeconds: number;
  /** How long an unread message is kept, 60 to 1,209,600 s. Default four days. */
  messageRetentionSeconds?: number;
  /** How long a new message waits before it can be received, 0 to 900 s. Default 0. */
  delaySeconds?: number;
  /** How long a receive call waits for a message, 0 to 20 s. Default 20: short polling costs more and misses messages. */
  receiveWaitTimeSeconds?: number;
  /** Largest message in bytes, 1,024 to 1,048,576. Default the service's. */
  maxMessageSizeBytes?: number;
  /** Receives after which a message goes to the dead-letter queue, 1 to 1,000. Default 5. */
  maxReceiveCount?: number;
  /**
   * Where messages go that could not be processed: `true` makes a queue of its own (kept 14 days), a `Queue` is one
   * shared with others, `false` is for queues that themselves collect failures. Default true.
   */
  deadLetter?: boolean | Queue;
  /** Queues that may use this one as their dead-letter queue: none, any of the account, or their ARNs (up to ten). Default `none`. */
  deadLetterOf?: "none" | "any" | pulumi.Input<string>[];
  /**
   * True where the queue collects what failed elsewhere (a function's `onFailure`, an account's undeliverable queue):
   * then any message in it is an alarm. Default true where `deadLetter` is false, else false.
   */
  holdsFailures?: boolean;
  /** Services that may send. Identities of the account get `grantSend` instead. Default none. */
  senders?: QueueSender[];
  /** Age of the oldest message, in seconds, above which the alarm fires. Default what all receives of a message can take. */
  oldestMessageAlarmSeconds?: number;
  /** Default `retain`. */
  removal?: Removal;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Merged over the defaults; encryption and the redrive policy stay. */
  overrides?: { queue?: Partial<aws.sqs.QueueArgs>; deadLetterQueue?: Partial<aws.sqs.QueueArgs> };
}

const PAGE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/";
const ATTRIBUTES = `${PAGE}APIReference/API_SetQueueAttributes.html`;

/** The suffix of the dead-letter queue's name. */
export const DEAD_LETTERS = "-dead-letters";

/**
 * Refuses what SQS would refuse, or accept and then not do.
 *
 * @throws InputError for the first such argument
 */
export function checkQueueArgs(name: string, args: QueueArgs): void {
  const check = inputChecks("platform:messaging:Queue", name);
  const fifo = args.fifo === true;
  const longest = 80 - (args.deadLetter === true || args.deadLetter === undefined ? DEAD_LETTERS.length : 0);
  check.matches("queueName", args.queueName, /^[\w-]+(\.fifo)?$/, "letters, digits, _ and -", ATTRIBUTES);
  if (args.queueName && fifoName(args.queueName, fifo).length > longest)
    check.fail(
      "queueName",
      args.queueName,
      `use at most ${longest} characters, the dead-letter queue's suffix included`,
    );
  if (args.queueName?.endsWith(".fifo") && !fifo)
    check.fail("queueName", args.queueName, "set fifo: true, or leave .fifo out of the name");
  if (args.visibilityTimeoutSeconds === undefined)
    check.fail(
      "visibilityTimeoutSeconds",
      undefined,
      "use six times the timeout of the function that consumes the queue",
    );
  check.integer("visibilityTimeoutSeconds", args.visibilityTimeoutSeconds, 0, 43_200, ATTRIBUTES);
  check.integer("messageRetentionSeconds", args.messageRetentionSeconds, 60, 1_209_600, ATTRIBUTES);
  check.integer("delaySeconds", args.delaySeconds, 0, 900, ATTRIBUTES);
  check.integer("receiveWaitTimeSeconds", args.receiveWaitTimeSeconds, 0, 20, ATTRIBUTES);
  check.integer("maxMessageSizeBytes", args.maxMessageSizeBytes, 1024, 1_048_576, ATTRIBUTES);
  check.integer(
    "maxReceiveCount",
    args.maxReceiveCount,
    1,
    1000,
    `${PAGE}SQSDeveloperGuide/sqs-dead-letter-queues.html`,
  );
  check.integer("oldestMessageAlarmSeconds", args.oldestMessageAlarmSeconds, 1, 1_209_600, ATTRIBUTES);
  for (const field of ["contentBasedDeduplication", "highThroughput"] as const)
    if (args[field] !== undefined && !fifo) check.fail(field, args[field], "set fifo: true, or leave it out");
  if (args.maxReceiveCount !== undefined && args.deadLetter === false)
    check.fail("maxReceiveCount", args.maxReceiveCount, "give the queue a dead-letter queue, or leave it out");
  if (Array.isArray(args.deadLetterOf) && (args.deadLetterOf.length === 0 || args.deadLetterOf.length > 10))
    check.fail("deadLetterOf", args.deadLetterOf.length, `name one to ten queues, "none" or "any" (${ATTRIBUTES})`);
  if (typeof args.deadLetter === "object") checkSharedDeadLetter(name, args.deadLetter, fifo);
  for (const sender of args.senders ?? []) checkServiceAccess(check, "senders", serviceAccessOf(sender), args.key);
}

/** A sender in the form that topics use too. */
export function serviceAccessOf({ sourceArn, ...sender }: QueueSender): ServiceAccess {
  if (sourceArn === undefined) return sender;
  return { ...sender, sourceArns: Array.isArray(sourceArn) ? sourceArn : [sourceArn] };
}

/** The physical name, with the suffix that AWS wants on a FIFO queue or topic. */
export function fifoName(name: string, fifo: boolean): string {
  return fifo && !name.endsWith(".fifo") ? `${name}.fifo` : name;
}

function checkSharedDeadLetter(name: string, queue: Queue, fifo: boolean): void {
  const check = inputChecks("platform:messaging:Queue", name);
  if (queue.fifo !== fifo)
    check.fail(
      "deadLetter",
      queue.componentName,
      `use a ${fifo ? "FIFO" : "standard"} queue, of the same kind as this one`,
    );
  if (queue.deadLetterOf === "none")
    check.fail("deadLetter", queue.componentName, `set its deadLetterOf to "any" or to the queues that use it`);
}
