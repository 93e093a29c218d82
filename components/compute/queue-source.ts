import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { inputChecks } from "../input-checks";
import type { Queue } from "../messaging/queue";
import type { Function } from "./function";
import { FUNCTION_TYPE } from "./function-check";
import { filterCriteria, type EventFilter } from "./stream-source";

/** How a function takes messages from a queue. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export interface QueueSourceArgs {
  /** Ends the mapping's name, needed where one function has two queues. Default `queue`. */
  name?: string;
  /** Messages per invocation at most, 1 to 10000, of a FIFO queue to 10. Default 10. Above 10 needs a batching window. */
  batchSize?: number;
  /** Seconds to wait for a batch to fill, 0 to 300, none for a FIFO queue. Default 0. */
  maximumBatchingWindowSeconds?: number;
  /** Concurrent invocations for this queue, 2 to 1000 and not above the reserved concurrency. Default that, else not limited. */
  maximumConcurrency?: number;
  /** Only messages that match one of these reach the function; the others are deleted. */
  filters?: EventFilter[];
}

/** Lambda's advice for how long a message must be hidden, in timeouts of its consumer. */
const VISIBILITY_FACTOR = 6;

const PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html";

/** Makes the event source mapping, after the permission to read the queue. */
export function createQueueSource(
  consumer: Function,
  queue: Queue,
  args: QueueSourceArgs,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.EventSourceMapping {
  const suffix = args.name ?? "queue";
  checkQueueSource(consumer, queue, suffix, args);
  const maximumConcurrency = args.maximumConcurrency ?? defaultConcurrency(consumer.reservedConcurrency);
  const permission = queue.grantConsume(consumer);
  return new aws.lambda.EventSourceMapping(
    `${consumer.componentName}-${suffix}`,
    {
      eventSourceArn: queue.arn,
      functionName: consumer.aliasArn,
      batchSize: args.batchSize ?? 10,
      maximumBatchingWindowInSeconds: args.maximumBatchingWindowSeconds ?? 0,
      // Without it one bad message makes the whole batch come again.
      functionResponseTypes: ["ReportBatchItemFailures"],
      ...(maximumConcurrency ? { scalingConfig: { maximumConcurrency } } : {}),
      ...(args.filters?.length ? { filterCriteria: filterCriteria(args.filters) } : {}),
    },
    pulumi.mergeOptions(opts, { dependsOn: [permission] }),
  );
}

/** Pollers that start more than the reservation allows are throttled, and their messages end in the dead-letter queue. */
function defaultConcurrency(reserved: number | undefined): number | undefined {
  return reserved !== undefined && reserved >= 2 ? Math.min(reserved, 1000) : undefined;
}

function checkQueueSource(consumer: Function, queue: Queue, suffix: string, args: QueueSourceArgs): void {
  const check = inputChecks(FUNCTION_TYPE, consumer.componentName);
  const field = (name: string) => `addQueueSource "${suffix}": ${name}`;
  const { batchSize = 10, maximumBatchingWindowSeconds: window = 0, maximumConcurrency: concurrency } = args;
  const needed = VISIBILITY_FACTOR * consumer.timeoutSeconds;
  if (queue.visibilityTimeoutSeconds < needed)
    check.fail(
      field("queue.visibilityTimeoutSeconds"),
      queue.visibilityTimeoutSeconds,
      `use at least ${needed}, six times the function's timeout of ${consumer.timeoutSeconds} s, or lower that timeout (${PAGE})`,
    );
  check.integer(field("batchSize"), batchSize, 1, queue.fifo ? 10 : 10_000, PAGE);
  check.integer(field("maximumBatchingWindowSeconds"), window, 0, queue.fifo ? 0 : 300, PAGE);
  check.integer(field("maximumConcurrency"), concurrency, 2, 1000, PAGE);
  if (batchSize > 10 && window < 1)
    check.fail(
      field("maximumBatchingWindowSeconds"),
      window,
      `use at least 1: a batch of ${batchSize} does not fit one receive of ten (${PAGE})`,
    );
  const reserved = consumer.reservedConcurrency;
  if (concurrency && reserved !== undefined && concurrency > reserved)
    check.fail(
      field("maximumConcurrency"),
      concurrency,
      `use at most ${reserved}, the function's reserved concurrency`,
    );
}
