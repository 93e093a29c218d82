import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Grantee } from "../access/grantee";
import { PlatformComponent } from "../component";
import type { StreamSource } from "../compute/stream-source";
import type { Key } from "../encryption/key";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { removalOptions } from "../removal";
import { checkStreamArgs, DEFAULT_SHARD_METRICS, type StreamArgs } from "./stream-args";
import { streamMonitoring } from "./stream-monitoring";

const DEFAULT_RETENTION_HOURS = 168;
const DEFAULT_ITERATOR_AGE_SECONDS = 300;

/**
 * A Kinesis data stream, encrypted with the system's key, kept for a week, with metrics of its shards and alarms on
 * consumers that fall behind. https://docs.aws.amazon.com/streams/latest/dev/introduction.html
 *
 * @example
 * const stream = new Stream("events", { key });
 * stream.grantPut(ingest);
 * router.addStreamSource(stream, { onFailure, bisectBatchOnFunctionError: true });
 */
export class Stream extends PlatformComponent implements StreamSource {
  readonly stream: aws.kinesis.Stream;
  readonly arn: pulumi.Output<string>;
  readonly streamName: pulumi.Output<string>;
  /** The same as `arn`: what an event source mapping asks for. */
  readonly streamArn: pulumi.Output<string>;
  readonly retentionHours: number;
  readonly monitoring: Monitoring;
  private readonly key: Key;

  /** @throws InputError for an argument outside of Kinesis' limits */
  constructor(name: string, args: StreamArgs, opts?: pulumi.ComponentResourceOptions) {
    super("messaging", "Stream", name, opts);
    checkStreamArgs(name, args);
    this.key = args.key;
    this.retentionHours = args.retentionHours ?? DEFAULT_RETENTION_HOURS;

    this.stream = this.createStream(args);
    this.arn = this.stream.arn;
    this.streamArn = this.stream.arn;
    this.streamName = this.stream.name;
    const alarmSeconds = args.iteratorAgeAlarmSeconds ?? DEFAULT_ITERATOR_AGE_SECONDS;
    this.monitoring = streamMonitoring(name, this.streamName, alarmSeconds);
    this.registerOutputs({ arn: this.arn, streamName: this.streamName });
  }

  /** Lets a grantee put records. */
  grantPut(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`put-${this.componentName}`, [
      { sid: "PutRecords", actions: ["kinesis:PutRecord", "kinesis:PutRecords"], resources: [this.arn] },
      // https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
      ...this.key.statements("encrypt", "kinesis"),
    ]);
  }

  /** Lets a grantee read records, as an event source mapping does. */
  grantStreamRead(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`read-stream-${this.componentName}`, [
      {
        sid: "ReadStream",
        // https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html, without the two that list all
        // streams and fan out to registered consumers, which mappings to a stream itself do not use.
        actions: [
          "kinesis:DescribeStream",
          "kinesis:DescribeStreamSummary",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
          "kinesis:ListShards",
        ],
        resources: [this.arn],
      },
      ...this.key.statements("decrypt", "kinesis"),
    ]);
  }

  private createStream(args: StreamArgs): aws.kinesis.Stream {
    const provisioned = args.capacity?.mode === "provisioned" ? args.capacity : undefined;
    const defaults: Partial<aws.kinesis.StreamArgs> = {
      name: args.streamName,
      retentionPeriod: this.retentionHours,
      shardLevelMetrics: args.enhancedMetrics ?? DEFAULT_SHARD_METRICS,
      enforceConsumerDeletion: args.removal === "destroy",
      streamModeDetails: { streamMode: provisioned ? "PROVISIONED" : "ON_DEMAND" },
      ...(provisioned && { shardCount: provisioned.shards }),
      tags: args.tags,
    };
    return new aws.kinesis.Stream(
      `${this.componentName}-stream`,
      withOverrides(defaults, args.overrides?.stream, { encryptionType: "KMS", kmsKeyId: this.key.arn }),
      this.childOptions(removalOptions(args.removal)),
    );
  }
}
