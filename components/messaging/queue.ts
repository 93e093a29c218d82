import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Grantee } from "../access/grantee";
import { policyDocument } from "../access/policy-document";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { denyInsecureTransport } from "../encryption/deny-insecure-transport";
import type { Key } from "../encryption/key";
import { guardOptions } from "../guard-options";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { removalOptions } from "../removal";
import {
  checkQueueArgs,
  DEAD_LETTERS,
  fifoName,
  serviceAccessOf,
  type QueueArgs,
  type QueueSender,
} from "./queue-args";
import { queueMonitoring } from "./queue-monitoring";
import { serviceAccessStatement } from "./service-access";

/** The most a queue keeps: 14 days to find and mend what failed. */
const LONGEST_RETENTION_SECONDS = 1_209_600;

const DEFAULT_RETENTION_SECONDS = 345_600;

/** How far a {@link Queue.grantConsume} goes beyond receiving and deleting. */
export interface ConsumeOptions {
  /** Adds `sqs:ChangeMessageVisibility`, for consumers that prolong or give back a message themselves. Default false. */
  changeVisibility?: boolean;
}

/**
 * An SQS queue, encrypted with the system's key, reachable over TLS only, with a dead-letter queue that nothing else can
 * use, and alarms on both. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-best-practices.html
 *
 * @example
 * const queue = new Queue("intake", { key, visibilityTimeoutSeconds: 60 });
 * store.addQueueSource(queue, { batchSize: 10 });
 */
export class Queue extends PlatformComponent {
  readonly queue: aws.sqs.Queue;
  readonly arn: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  readonly queueName: pulumi.Output<string>;
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  /** Which queues may use this one as their dead-letter queue. */
  readonly deadLetterOf: NonNullable<QueueArgs["deadLetterOf"]>;
  /** The dead-letter queue's resource: its own or the shared one. */
  readonly deadLetterQueue?: aws.sqs.Queue;
  readonly deadLetterArn?: pulumi.Output<string>;
  readonly deadLetterUrl?: pulumi.Output<string>;
  readonly monitoring: Monitoring;
  private readonly key: Key;
  private readonly senders: QueueSender[];

  /** @throws InputError for an argument outside SQS's limits, or that cannot work with the others */
  constructor(name: string, args: QueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("messaging", "Queue", name, opts);
    checkQueueArgs(name, args);
    this.key = args.key;
    this.fifo = args.fifo ?? false;
    this.visibilityTimeoutSeconds = args.visibilityTimeoutSeconds;
    this.deadLetterOf = args.deadLetterOf ?? "none";
    this.senders = args.senders ?? [];

    const shared = typeof args.deadLetter === "object" ? args.deadLetter : undefined;
    const own =
      args.deadLetter === undefined || args.deadLetter === true ? this.createDeadLetterQueue(args) : undefined;
    this.deadLetterQueue = own ?? shared?.queue;
    this.queue = this.createQueue(args);
    if (own) this.tieDeadLetterQueue(args, own);
    this.createPolicy("policy", this.queue, args, this.senders);

    this.arn = this.queue.arn;
    this.url = this.queue.url;
    this.queueName = this.queue.name;
    this.deadLetterArn = this.deadLetterQueue?.arn;
    this.deadLetterUrl = this.deadLetterQueue?.url;
    this.monitoring = queueMonitoring(name, {
      queueName: this.queueName,
      deadLetterName: own?.name,
      holdsFailures: args.holdsFailures ?? args.deadLetter === false,
      oldestMessageSeconds: args.oldestMessageAlarmSeconds ?? oldestMessageSeconds(args),
    });
    this.registerOutputs({ arn: this.arn, url: this.url, deadLetterUrl: this.deadLetterUrl });
  }

  /** Lets a grantee send messages. */
  grantSend(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`send-${this.componentName}`, [
      { sid: "SendMessages", actions: ["sqs:SendMessage"], resources: [this.arn] },
      // Sending also decrypts: SQS checks the data key that it reuses.
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
      ...this.key.statements("encryptDecrypt", "sqs"),
    ]);
  }

  /** Lets a grantee receive and delete messages; what an event source mapping needs, and no more. */
  grantConsume(grantee: Grantee, options: ConsumeOptions = {}): aws.iam.RolePolicy {
    return grantee.grant(`consume-${this.componentName}`, this.consumeStatements(this.arn, options));
  }

  /**
   * Lets a grantee receive and delete what the dead-letter queue holds.
   *
   * @throws Error where the queue has none
   */
  grantConsumeDeadLetters(grantee: Grantee, options: ConsumeOptions = {}): aws.iam.RolePolicy {
    if (!this.deadLetterArn) throw new pulumi.RunError(`Queue "${this.componentName}" has no dead-letter queue.`);
    return grantee.grant(
      `consume-${this.componentName}-dead-letters`,
      this.consumeStatements(this.deadLetterArn, options),
    );
  }

  /** Whether the queue's policy lets a service send on behalf of the whole account. */
  accepts(service: string): boolean {
    return this.senders.some((sender) => sender.service === service);
  }

  private consumeStatements(arn: pulumi.Output<string>, options: ConsumeOptions) {
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions
    const actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    if (options.changeVisibility) actions.push("sqs:ChangeMessageVisibility");
    return [{ sid: "ConsumeMessages", actions, resources: [arn] }, ...this.key.statements("decrypt", "sqs")];
  }

  private createQueue(args: QueueArgs): aws.sqs.Queue {
    const { key, fifo = false } = args;
    const defaults: Partial<aws.sqs.QueueArgs> = {
      name: args.queueName && fifoName(args.queueName, fifo),
      visibilityTimeoutSeconds: args.visibilityTimeoutSeconds,
      messageRetentionSeconds: args.messageRetentionSeconds ?? DEFAULT_RETENTION_SECONDS,
      delaySeconds: args.delaySeconds ?? 0,
      receiveWaitTimeSeconds: args.receiveWaitTimeSeconds ?? 20,
      maxMessageSize: args.maxMessageSizeBytes,
      redriveAllowPolicy: redriveAllowPolicy(this.deadLetterOf),
      tags: args.tags,
      ...(fifo && fifoArgs(args)),
    };
    const redrive = this.deadLetterQueue && {
      redrivePolicy: pulumi.jsonStringify({
        deadLetterTargetArn: this.deadLetterQueue.arn,
        maxReceiveCount: args.maxReceiveCount ?? 5,
      }),
    };
    return new aws.sqs.Queue(
      `${this.componentName}-queue`,
      withOverrides(defaults, args.overrides?.queue, { kmsMasterKeyId: key.arn, ...redrive }),
      this.childOptions(removalOptions(args.removal)),
    );
  }

  private createDeadLetterQueue(args: QueueArgs): aws.sqs.Queue {
    const { key, fifo = false } = args;
    const queue = new aws.sqs.Queue(
      `${this.componentName}-dead-letters`,
      withOverrides<aws.sqs.QueueArgs>(
        {
          name: args.queueName && fifoName(`${args.queueName.replace(/\.fifo$/, "")}${DEAD_LETTERS}`, fifo),
          messageRetentionSeconds: LONGEST_RETENTION_SECONDS,
          visibilityTimeoutSeconds: args.visibilityTimeoutSeconds,
          receiveWaitTimeSeconds: 20,
          tags: args.tags,
          ...(fifo && fifoArgs(args)),
        },
        args.overrides?.deadLetterQueue,
        { kmsMasterKeyId: key.arn },
      ),
      this.childOptions(removalOptions(args.removal)),
    );
    this.createPolicy("dead-letters-policy", queue, args, []);
    return queue;
  }

  /** Only this queue may send its failures there. A resource of its own, since each queue needs the other's ARN. */
  private tieDeadLetterQueue({ removal }: QueueArgs, deadLetters: aws.sqs.Queue): void {
    new aws.sqs.RedriveAllowPolicy(
      `${this.componentName}-dead-letters-redrive`,
      { queueUrl: deadLetters.url, redriveAllowPolicy: redriveAllowPolicy([this.queue.arn]) },
      this.childOptions(guardOptions(removal)),
    );
  }

  private createPolicy(suffix: string, queue: aws.sqs.Queue, { removal }: QueueArgs, senders: QueueSender[]): void {
    const account = accountOf(this);
    const allowed = senders.map((sender, index) =>
      serviceAccessStatement(serviceAccessOf(sender), index, "sqs:SendMessage", queue.arn, account),
    );
    new aws.sqs.QueuePolicy(
      `${this.componentName}-${suffix}`,
      { queueUrl: queue.url, policy: policyDocument([denyInsecureTransport("sqs:*", queue.arn), ...allowed]) },
      this.childOptions(guardOptions(removal)),
    );
  }
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html */
function fifoArgs(args: QueueArgs): Partial<aws.sqs.QueueArgs> {
  const perGroup = args.highThroughput ?? true;
  return {
    fifoQueue: true,
    contentBasedDeduplication: args.contentBasedDeduplication ?? false,
    deduplicationScope: perGroup ? "messageGroup" : "queue",
    fifoThroughputLimit: perGroup ? "perMessageGroupId" : "perQueue",
  };
}

function redriveAllowPolicy(sources: NonNullable<QueueArgs["deadLetterOf"]>): pulumi.Output<string> {
  if (sources === "none") return pulumi.jsonStringify({ redrivePermission: "denyAll" });
  if (sources === "any") return pulumi.jsonStringify({ redrivePermission: "allowAll" });
  return pulumi.jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: sources });
}

/** The time in which a message is received as often as allowed, kept between five minutes and half the retention. */
function oldestMessageSeconds(args: QueueArgs): number {
  const allReceives = args.visibilityTimeoutSeconds * (args.maxReceiveCount ?? 5) + (args.delaySeconds ?? 0);
  const half = Math.floor((args.messageRetentionSeconds ?? DEFAULT_RETENTION_SECONDS) / 2);
  return Math.min(Math.max(allReceives, 300), half);
}
