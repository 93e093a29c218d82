import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Removal } from "../removal";

/** A metric that Kinesis publishes for each shard, at the price of a custom metric. https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html#kinesis-metrics-shard */
export const shardMetrics = [
  "IncomingBytes",
  "IncomingRecords",
  "IteratorAgeMilliseconds",
  "OutgoingBytes",
  "OutgoingRecords",
  "ReadProvisionedThroughputExceeded",
  "WriteProvisionedThroughputExceeded",
] as const;

export type ShardMetric = (typeof shardMetrics)[number];

/** How much a stream takes. https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html */
export type StreamCapacity =
  | { mode: "onDemand" }
  | {
      mode: "provisioned";
      /** 1 to 10000; each takes 1 MB and 1,000 records a second. */
      shards: number;
    };

export interface StreamArgs {
  /** Encrypts the records. */
  key: Key;
  /** Up to 128 letters, digits, `_`, `.` and `-`. Default generated. */
  streamName?: string;
  /** Default `onDemand`, which follows the load by itself. */
  capacity?: StreamCapacity;
  /** Hours that a record is kept, 24 to 8760. Default 168, so that what fails over a weekend can be read again. */
  retentionHours?: number;
  /** Metrics of each shard. Default those that show a hot or slow one; `[]` for none. */
  enhancedMetrics?: ShardMetric[];
  /** Age of the oldest record that consumers have not read, in seconds, above which an alarm fires. Default 300. */
  iteratorAgeAlarmSeconds?: number;
  /** Default `retain`. */
  removal?: Removal;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Merged over the defaults; the encryption stays. */
  overrides?: { stream?: Partial<aws.kinesis.StreamArgs> };
}

/** Beside the stream's own metrics these tell which shard is behind, or has more than its share of the keys. */
export const DEFAULT_SHARD_METRICS: ShardMetric[] = [
  "IteratorAgeMilliseconds",
  "ReadProvisionedThroughputExceeded",
  "WriteProvisionedThroughputExceeded",
];

export const STREAM_TYPE = "platform:messaging:Stream";

const API = "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_";

/**
 * Refuses what Kinesis would refuse.
 *
 * @throws InputError for the first such argument
 */
export function checkStreamArgs(name: string, args: StreamArgs): void {
  const check = inputChecks(STREAM_TYPE, name);
  const letters = "1 to 128 letters, digits, _, . and -";
  check.matches("streamName", args.streamName, /^[\w.-]{1,128}$/, letters, `${API}CreateStream.html`);
  check.oneOf("capacity.mode", args.capacity?.mode, ["onDemand", "provisioned"], `${API}StreamModeDetails.html`);
  if (args.capacity?.mode === "provisioned") {
    const { shards } = args.capacity;
    if (shards === undefined) check.fail("capacity.shards", shards, "say how many shards the stream has");
    check.integer("capacity.shards", shards, 1, 10_000, `${API}CreateStream.html`);
  }
  const retention = `${API}IncreaseStreamRetentionPeriod.html`;
  check.integer("retentionHours", args.retentionHours, 24, 8760, retention);
  check.integer("iteratorAgeAlarmSeconds", args.iteratorAgeAlarmSeconds, 1, 31_536_000, retention);
  for (const metric of args.enhancedMetrics ?? [])
    check.oneOf("enhancedMetrics", metric, shardMetrics, `${API}EnableEnhancedMonitoring.html`);
}
