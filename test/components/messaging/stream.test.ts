import { expect } from "chai";
import { Key } from "../../../components/encryption/key";
import { InputError } from "../../../components/input-error";
import { Stream } from "../../../components/messaging/stream";
import type { StreamArgs } from "../../../components/messaging/stream-args";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, record, recordBoth } from "../../support/record";
import { makeFunction, makeQueue } from "../compute/support";
import { FakeGrantee } from "../encryption/fake-grantee";
import { expectLeastPrivilege, statementsOf } from "../encryption/least-privilege";

const STREAM = "aws:kinesis/stream:Stream";
const GRANT = "aws:iam/rolePolicy:RolePolicy";
const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const ARN = "arn:aws:kinesis:eu-west-1:111122223333:stream/events";
const KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/platform-key-id";

function makeStream(args: Partial<StreamArgs> = {}): Stream {
  const key = new Key("platform", { description: "Tests" });
  return new Stream("events", { key, streamName: "events", ...args });
}

const throughKinesis = { StringEquals: { "kms:ViaService": "kinesis.eu-west-1.amazonaws.com" } };

describe("Stream", () => {
  it("is encrypted, kept for a week, follows the load and tells of its shards, with nothing but a key", async () => {
    const [update, preview] = await recordBoth(() => makeStream());
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    const stream = update.one(STREAM, "events-stream");
    expect(stream.inputs).to.deep.equal({
      name: "events",
      retentionPeriod: 168,
      shardLevelMetrics: [
        "IteratorAgeMilliseconds",
        "ReadProvisionedThroughputExceeded",
        "WriteProvisionedThroughputExceeded",
      ],
      enforceConsumerDeletion: false,
      streamModeDetails: { streamMode: "ON_DEMAND" },
      encryptionType: "KMS",
      kmsKeyId: KEY_ARN,
    });
    expect(stream).to.include({ protect: true, retainOnDelete: true });
  });

  it("has the shards it is given, and goes where its data may", async () => {
    const { one } = await record(() =>
      makeStream({
        capacity: { mode: "provisioned", shards: 4 },
        retentionHours: 24,
        enhancedMetrics: [],
        removal: "destroy",
      }),
    );
    expect(one(STREAM).inputs).to.deep.include({
      streamModeDetails: { streamMode: "PROVISIONED" },
      shardCount: 4,
      retentionPeriod: 24,
      shardLevelMetrics: [],
      enforceConsumerDeletion: true,
    });
    expect(one(STREAM).protect).to.not.equal(true);
  });

  it("stays encrypted whatever is overridden", async () => {
    const { one } = await record(() =>
      makeStream({
        overrides: { stream: { encryptionType: "NONE", kmsKeyId: "alias/aws/kinesis", tags: { a: "b" } } },
      }),
    );
    expect(one(STREAM).inputs).to.deep.include({ encryptionType: "KMS", kmsKeyId: KEY_ARN, tags: { a: "b" } });
  });

  it("lets a grantee put, and nothing else", async () => {
    const { one } = await record(() => makeStream().grantPut(new FakeGrantee("ingest")));
    const { policy } = one(GRANT).inputs;
    expect(statementsOf(policy)).to.deep.equal([
      { Sid: "PutRecords", Effect: "Allow", Action: ["kinesis:PutRecord", "kinesis:PutRecords"], Resource: [ARN] },
      {
        Sid: "UseKeyThroughKinesis",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey"],
        Resource: [KEY_ARN],
        Condition: throughKinesis,
      },
    ]);
    await expectLeastPrivilege(policy);
  });

  it("lets a grantee read, and nothing else", async () => {
    const { one } = await record(() => makeStream().grantStreamRead(new FakeGrantee("router")));
    const { policy } = one(GRANT).inputs;
    expect(statementsOf(policy)).to.deep.equal([
      {
        Sid: "ReadStream",
        Effect: "Allow",
        Action: [
          "kinesis:DescribeStream",
          "kinesis:DescribeStreamSummary",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
          "kinesis:ListShards",
        ],
        Resource: [ARN],
      },
      {
        Sid: "UseKeyThroughKinesis",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [KEY_ARN],
        Condition: throughKinesis,
      },
    ]);
    await expectLeastPrivilege(policy);
  });

  it("feeds a function so that one bad record does not block its shard", async () => {
    const { one } = await record(() => {
      const key = new Key("platform", { description: "Tests" });
      const stream = new Stream("events", { key, streamName: "events" });
      makeFunction("route", {}, key).addStreamSource(stream, { onFailure: makeQueue("failed", key) });
    });
    const mapping = one(MAPPING);
    expect(mapping.inputs).to.deep.include({
      eventSourceArn: ARN,
      maximumRetryAttempts: 3,
      maximumRecordAgeInSeconds: 86_400,
      bisectBatchOnFunctionError: true,
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: "arn:aws:sqs:eu-west-1:111122223333:failed" } },
    });
    expect(mapping.dependsOn).to.include(one(GRANT, "route-read-stream-events").urn);
  });

  it("has alarms on metrics that Kinesis publishes", async () => {
    const { result } = await record(() => makeStream({ iteratorAgeAlarmSeconds: 60 }));
    const { alarms, widgets } = result.monitoring;
    expect(alarms.map(({ name, severity }) => `${name} ${severity}`)).to.deep.equal([
      "iterator-age critical",
      "write-throttles warning",
      "read-throttles warning",
      "failed-records warning",
      "volume warning",
    ]);
    expect(alarms[0]!.threshold).to.equal(60_000);
    const metrics = [...alarms.map(({ metric }) => metric), ...widgets.flatMap((widget) => widget.metrics)];
    for (const metric of metrics) expect(metricProblem(metric)).to.equal(undefined);
  });

  for (const [field, args] of [
    ["streamName", { streamName: "a b" }],
    ["capacity.mode", { capacity: { mode: "serverless" } as never }],
    ["capacity.shards", { capacity: { mode: "provisioned", shards: 0 } }],
    ["capacity.shards", { capacity: { mode: "provisioned" } as never }],
    ["retentionHours", { retentionHours: 23 }],
    ["retentionHours", { retentionHours: 8761 }],
    ["enhancedMetrics", { enhancedMetrics: ["Everything"] as never }],
    ["iteratorAgeAlarmSeconds", { iteratorAgeAlarmSeconds: 0 }],
  ] as [string, Partial<StreamArgs>][]) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      const error = await errorOf(() => makeStream(args));
      expect(error).to.be.instanceOf(InputError);
      expect(error.message).to.contain(`"events": ${field} is`);
    });
  }
});
