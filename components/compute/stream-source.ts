import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Grantee } from "../access/grantee";
import { inputChecks } from "../input-checks";
import type { Queue } from "../messaging/queue";
import type { Function } from "./function";
import { FUNCTION_TYPE } from "./function-check";

/** Whatever has a stream of records: a table, or a Kinesis stream. */
export interface StreamSource {
  readonly componentName: string;
  readonly streamArn: pulumi.Output<string>;
  /** Gives the permission to read the stream. */
  grantStreamRead(grantee: Grantee): aws.iam.RolePolicy;
}

/** An event pattern, for example `{ eventName: ["INSERT"] }`. https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
export type EventFilter = Record<string, unknown>;

/** How a function takes records from a stream. https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html */
export interface StreamSourceArgs {
  /** Ends the mapping's name, needed where one function has two streams. Default `stream`. */
  name?: string;
  /** Where records go that failed after all retries: their position and why. Required, or they would vanish. */
  onFailure: Queue;
  /** Records per invocation at most, 1 to 10000. Default 100. */
  batchSize?: number;
  /** `LATEST` starts with what comes after the deployment, `TRIM_HORIZON` with the oldest kept. Default `TRIM_HORIZON`. */
  startingPosition?: "TRIM_HORIZON" | "LATEST";
  /** Seconds to wait for a batch to fill, 0 to 300. Default 0. */
  maximumBatchingWindowSeconds?: number;
  /** Only records that match one of these reach the function. At most five. */
  filters?: EventFilter[];
  /**
   * Retries of a failing batch, 0 to 10000. Default 3: AWS's own default, for ever, lets one bad record block its shard.
   * `untilExpired` tries until the record is too old: for a function that sets bad records aside itself, so that what
   * still fails is an outage and passes.
   */
  maximumRetryAttempts?: number | "untilExpired";
  /** Seconds after which a record is given up, 60 to 604800. Default 86400, as long as a table's stream keeps it. */
  maximumRecordAgeSeconds?: number;
  /** Halves a failing batch, to find the bad record. Default true. */
  bisectBatchOnFunctionError?: boolean;
  /** The function says which record failed, so that those before are not repeated. Default true. */
  reportBatchItemFailures?: boolean;
  /** Concurrent batches per shard, 1 to 10, in order per key. Default 1. */
  parallelizationFactor?: number;
  /** Seconds of a tumbling window that state is carried through, 0 to 900. Default none. */
  tumblingWindowSeconds?: number;
  /** Age of the oldest record, in seconds, above which an alarm fires. Default 300. */
  iteratorAgeAlarmSeconds?: number;
}

const PAGE = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html";

/** What stands for no limit: ten thousand attempts are fewer than a week of them. */
const FOR_EVER = -1;

/** Makes the event source mapping, after the permissions to read the stream and to send what failed. */
export function createStreamSource(
  consumer: Function,
  source: StreamSource,
  args: StreamSourceArgs,
  sendPermission: aws.iam.RolePolicy,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.EventSourceMapping {
  const readPermission = source.grantStreamRead(consumer);
  return new aws.lambda.EventSourceMapping(
    `${consumer.componentName}-${args.name ?? "stream"}`,
    {
      eventSourceArn: source.streamArn,
      functionName: consumer.aliasArn,
      batchSize: args.batchSize ?? 100,
      startingPosition: args.startingPosition ?? "TRIM_HORIZON",
      maximumBatchingWindowInSeconds: args.maximumBatchingWindowSeconds ?? 0,
      maximumRetryAttempts: args.maximumRetryAttempts === "untilExpired" ? FOR_EVER : (args.maximumRetryAttempts ?? 3),
      maximumRecordAgeInSeconds: args.maximumRecordAgeSeconds ?? 86_400,
      bisectBatchOnFunctionError: args.bisectBatchOnFunctionError ?? true,
      parallelizationFactor: args.parallelizationFactor ?? 1,
      destinationConfig: { onFailure: { destinationArn: args.onFailure.arn } },
      ...(args.reportBatchItemFailures === false ? {} : { functionResponseTypes: ["ReportBatchItemFailures"] }),
      ...(args.tumblingWindowSeconds ? { tumblingWindowInSeconds: args.tumblingWindowSeconds } : {}),
      ...(args.filters?.length ? { filterCriteria: filterCriteria(args.filters) } : {}),
    },
    pulumi.mergeOptions(opts, { dependsOn: [readPermission, sendPermission] }),
  );
}

/** Event filters as the provider takes them: patterns as JSON text. */
export function filterCriteria(filters: EventFilter[]): { filters: { pattern: string }[] } {
  return { filters: filters.map((filter) => ({ pattern: JSON.stringify(filter) })) };
}

/**
 * Refuses what the event source mapping would refuse.
 *
 * @throws InputError for the first value out of range
 */
export function checkStreamSource(consumer: Function, args: StreamSourceArgs): void {
  const check = inputChecks(FUNCTION_TYPE, consumer.componentName);
  const field = (name: string) => `addStreamSource "${args.name ?? "stream"}": ${name}`;
  const integer = (name: keyof StreamSourceArgs, least: number, most: number) =>
    check.integer(field(name), args[name] as number | undefined, least, most, PAGE);
  integer("batchSize", 1, 10_000);
  integer("maximumBatchingWindowSeconds", 0, 300);
  if (args.maximumRetryAttempts !== "untilExpired") integer("maximumRetryAttempts", 0, 10_000);
  integer("maximumRecordAgeSeconds", 60, 604_800);
  integer("parallelizationFactor", 1, 10);
  integer("tumblingWindowSeconds", 0, 900);
  integer("iteratorAgeAlarmSeconds", 1, 604_800);
  if (!args.onFailure)
    check.fail(field("onFailure"), undefined, "give a queue: records that fail after all retries are lost otherwise");
  if (args.filters && args.filters.length > 5) check.fail(field("filters"), args.filters.length, "use at most five");
  if (args.tumblingWindowSeconds && (args.parallelizationFactor ?? 1) > 1) {
    const fix = "leave it at 1: a window's state needs the records of a shard in one line";
    check.fail(field("parallelizationFactor"), args.parallelizationFactor, fix);
  }
}
