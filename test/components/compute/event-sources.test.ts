import { expect } from "chai";
import { type Function, type QueueSourceArgs, type StreamSourceArgs } from "../../../components/compute/function";
import { Table } from "../../../components/data/table";
import type { Key } from "../../../components/encryption/key";
import { Queue } from "../../../components/messaging/queue";
import { errorOf, record, recordBoth } from "../../support/record";
import { makeFunction, makeKey, makeQueue, statementsOf } from "./support";

const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const ARN = "eu-west-1:111122223333";

function withQueue(args: QueueSourceArgs = {}, visibilityTimeoutSeconds = 60, reservedConcurrency?: number): Function {
  const key = makeKey();
  const fn = makeFunction("store", { reservedConcurrency }, key);
  fn.addQueueSource(makeQueue("intake", key, visibilityTimeoutSeconds), args);
  return fn;
}

function withStream(args: Partial<StreamSourceArgs> = {}, onFailure?: (key: Key) => Queue): Function {
  const key = makeKey();
  const queue = onFailure?.(key) ?? makeQueue("failed", key);
  const table = new Table("students", {
    key,
    tableName: "students",
    partitionKey: { name: "Roll", type: "S" },
    stream: "NEW_IMAGE",
  });
  const fn = makeFunction("announce", {}, key);
  fn.addStreamSource(table, { onFailure: queue, ...args });
  return fn;
}

describe("Function.addQueueSource", () => {
  it("reads through the alias, after the permission, with partial failures", async () => {
    const [update, preview] = await recordBoth(() => withQueue({ batchSize: 50, maximumBatchingWindowSeconds: 5 }));
    const mapping = update.one(MAPPING, "store-queue");
    expect(mapping.inputs).to.deep.equal({
      eventSourceArn: `arn:aws:sqs:${ARN}:intake`,
      functionName: `arn:aws:lambda:${ARN}:function:store:live`,
      batchSize: 50,
      maximumBatchingWindowInSeconds: 5,
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
    const policy = update.one(POLICY, "store-consume-intake");
    expect(statementsOf(policy.inputs["policy"])[0]).to.deep.include({
      Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      Resource: `arn:aws:sqs:${ARN}:intake`,
    });
    expect(mapping.dependsOn).to.include(policy.urn);
    expect(preview.all.map((each) => each.name).sort()).to.deep.equal(update.all.map((each) => each.name).sort());
  });

  it("polls no more than the reservation allows, unless told less", async () => {
    const concurrency = async (args: QueueSourceArgs, reserved: number) =>
      (await record(() => withQueue(args, 60, reserved))).one(MAPPING).inputs["scalingConfig"];
    expect(await concurrency({}, 20)).to.deep.equal({ maximumConcurrency: 20 });
    expect(await concurrency({}, 5000)).to.deep.equal({ maximumConcurrency: 1000 });
    expect(await concurrency({ maximumConcurrency: 3 }, 20)).to.deep.equal({ maximumConcurrency: 3 });
    expect(await concurrency({}, 1)).to.equal(undefined);
  });

  it("passes filters on as JSON", async () => {
    const { one } = await record(() => withQueue({ filters: [{ body: { kind: ["new"] } }] }));
    expect(one(MAPPING).inputs["filterCriteria"]).to.deep.equal({
      filters: [{ pattern: '{"body":{"kind":["new"]}}' }],
    });
  });

  it("refuses a queue that hides messages for less than six timeouts", async () => {
    await record(() => withQueue({}, 60));
    const error = await errorOf(() => withQueue({}, 59));
    expect(error.message).to.contain(
      'addQueueSource "queue": queue.visibilityTimeoutSeconds is 59; use at least 60, six times the function\'s timeout of 10 s',
    );
  });

  for (const [field, args] of [
    ["batchSize", { batchSize: 0 }],
    ["batchSize", { batchSize: 10_001, maximumBatchingWindowSeconds: 1 }],
    ["maximumBatchingWindowSeconds", { maximumBatchingWindowSeconds: 301 }],
    ["maximumBatchingWindowSeconds", { batchSize: 11 }],
    ["maximumConcurrency", { maximumConcurrency: 1 }],
    ["maximumConcurrency", { maximumConcurrency: 1001 }],
    ["maximumConcurrency", { maximumConcurrency: 30 }],
  ] as const) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      const error = await errorOf(() => withQueue(args, 60, 20));
      expect(error.message).to.contain(`addQueueSource "queue": ${field} is`);
    });
  }

  it("refuses a window or more than ten messages for a FIFO queue", async () => {
    const withFifo = (args: QueueSourceArgs) => () => {
      const key = makeKey();
      const queue = new Queue("rows", { key, fifo: true, visibilityTimeoutSeconds: 60 });
      makeFunction("store", {}, key).addQueueSource(queue, args);
    };
    await record(withFifo({ batchSize: 10 }));
    expect((await errorOf(withFifo({ batchSize: 11 }))).message).to.contain("batchSize is 11");
    const windowed = await errorOf(withFifo({ maximumBatchingWindowSeconds: 1 }));
    expect(windowed.message).to.contain("maximumBatchingWindowSeconds is 1");
  });
});

describe("Function.addStreamSource", () => {
  it("does not let one bad record block its shard", async () => {
    const [update, preview] = await recordBoth(() => withStream());
    const mapping = update.one(MAPPING, "announce-stream");
    expect(mapping.inputs).to.deep.equal({
      eventSourceArn: `arn:aws:dynamodb:${ARN}:table/students/stream/2026-01-01T00:00:00.000`,
      functionName: `arn:aws:lambda:${ARN}:function:announce:live`,
      batchSize: 100,
      startingPosition: "TRIM_HORIZON",
      maximumBatchingWindowInSeconds: 0,
      maximumRetryAttempts: 3,
      maximumRecordAgeInSeconds: 86_400,
      bisectBatchOnFunctionError: true,
      parallelizationFactor: 1,
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: `arn:aws:sqs:${ARN}:failed` } },
    });
    const before = ["announce-send-failed", "announce-read-stream-students"].map(
      (name) => update.one(POLICY, name).urn,
    );
    expect(mapping.dependsOn).to.include.members(before);
    expect(preview.all.map((each) => each.name).sort()).to.deep.equal(update.all.map((each) => each.name).sort());
  });

  it("passes on what is configured", async () => {
    const { one } = await record(() =>
      withStream({
        name: "inserts",
        batchSize: 1,
        startingPosition: "LATEST",
        maximumBatchingWindowSeconds: 2,
        filters: [{ eventName: ["INSERT"] }],
        maximumRetryAttempts: 0,
        maximumRecordAgeSeconds: 600,
        bisectBatchOnFunctionError: false,
        reportBatchItemFailures: false,
        tumblingWindowSeconds: 60,
      }),
    );
    const { inputs } = one(MAPPING, "announce-inserts");
    expect(inputs).to.deep.include({
      batchSize: 1,
      startingPosition: "LATEST",
      maximumBatchingWindowInSeconds: 2,
      filterCriteria: { filters: [{ pattern: '{"eventName":["INSERT"]}' }] },
      maximumRetryAttempts: 0,
      maximumRecordAgeInSeconds: 600,
      bisectBatchOnFunctionError: false,
      tumblingWindowInSeconds: 60,
    });
    expect(inputs).to.not.have.property("functionResponseTypes");
  });

  it("tries for as long as the stream keeps the record, where the function sets aside what it cannot process", async () => {
    const { one } = await record(() =>
      withStream({ maximumRetryAttempts: "untilExpired", maximumRecordAgeSeconds: 604_800 }),
    );
    expect(one(MAPPING, "announce-stream").inputs).to.include({
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: 604_800,
    });
  });

  it("gives the permission to a failure queue once, however often it is used", async () => {
    const { ofType } = await record(() => {
      const key = makeKey();
      const onFailure = makeQueue("failed", key);
      const tables = ["a", "b"].map(
        (name) =>
          new Table(name, {
            key,
            tableName: `table-${name}`,
            partitionKey: { name: "id", type: "S" },
            stream: "KEYS_ONLY",
          }),
      );
      const fn = makeFunction("announce", { onFailure }, key);
      for (const table of tables) fn.addStreamSource(table, { name: table.componentName, onFailure });
      expect(fn.monitoring.alarms.filter((alarm) => alarm.name === "iterator-age")).to.have.length(1);
    });
    expect(ofType(POLICY).filter((each) => each.name === "announce-send-failed")).to.have.length(1);
    expect(ofType(MAPPING).map((each) => each.name)).to.deep.equal(["announce-a", "announce-b"]);
  });

  for (const [field, args] of [
    ["batchSize", { batchSize: 10_001 }],
    ["maximumBatchingWindowSeconds", { maximumBatchingWindowSeconds: -1 }],
    ["maximumRetryAttempts", { maximumRetryAttempts: 10_001 }],
    ["maximumRetryAttempts", { maximumRetryAttempts: -1 }],
    ["maximumRecordAgeSeconds", { maximumRecordAgeSeconds: 30 }],
    ["parallelizationFactor", { parallelizationFactor: 11 }],
    ["parallelizationFactor", { parallelizationFactor: 2, tumblingWindowSeconds: 30 }],
    ["tumblingWindowSeconds", { tumblingWindowSeconds: 901 }],
    ["iteratorAgeAlarmSeconds", { iteratorAgeAlarmSeconds: 0 }],
    ["filters", { filters: Array(6).fill({}) }],
    ["onFailure", { onFailure: undefined }],
  ] as const) {
    it(`refuses ${JSON.stringify(args)} of ${field}`, async () => {
      const error = await errorOf(() => withStream(args as Partial<StreamSourceArgs>));
      expect(error.message).to.contain(`addStreamSource "stream": ${field} is`);
    });
  }
});
