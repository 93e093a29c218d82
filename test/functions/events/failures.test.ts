import "../support/environment";
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient, PutRecordCommand } from "@aws-sdk/client-kinesis";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { SQSEvent } from "aws-lambda";
import { expect } from "chai";
import { handler as keep } from "../../../functions/events/keep-failed";
import sample from "../../../functions/events/keep-failed.events/given-up.json";
import { handler as replay } from "../../../functions/events/replay";
import type * as router from "../../../functions/events/route";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { aggregated, kinesisBatch, kinesisRecord } from "../support/kinesis-records";
import { lambdaContext } from "../support/lambda-context";
import { loadAnew } from "../support/load-anew";

type Item = Record<string, AttributeValue>;

interface Sent {
  id: string;
  correlationId: string;
  detail: { number: number };
}

describe("failed events", () => {
  const dynamodb = useAwsMock(DynamoDBClient);
  const kinesis = useAwsMock(KinesisClient);
  const lambda = useAwsMock(LambdaClient);
  const s3 = useAwsMock(S3Client);
  let table: Map<string, Item>;

  beforeEach(() => {
    table = new Map();
    dynamodb()
      .on(PutItemCommand)
      .callsFake(({ Item }: { Item: Item }) => {
        if (table.has(Item["id"]!.S!)) throw new ConditionalCheckFailedException({ message: "", $metadata: {} });
        table.set(Item["id"]!.S!, Item);
        return {};
      });
    dynamodb()
      .on(QueryCommand)
      .callsFake(({ ExpressionAttributeValues: values }: { ExpressionAttributeValues: Item }) => ({
        Items: [...table.values()]
          .filter((item) => item["waiting"]?.S === values[":waiting"]!.S)
          .filter((item) => !values[":target"] || item["target"]?.S === values[":target"].S)
          .filter((item) => !values[":kind"] || item["kind"]?.S === values[":kind"].S),
      }));
    dynamodb()
      .on(UpdateItemCommand)
      .callsFake(({ Key }: { Key: Item }) => {
        const item = table.get(Key["id"]!.S!)!;
        if (!item["waiting"]) throw new ConditionalCheckFailedException({ message: "", $metadata: {} });
        delete item["waiting"];
        return {};
      });
    lambda().on(InvokeCommand).resolves({ StatusCode: 202 });
    kinesis().on(PutRecordCommand).resolves({ SequenceNumber: "1" });
  });

  const arrive = async (...bodies: unknown[]) => {
    const Records = bodies.map((body, index) => ({
      ...sample.Records[0],
      messageId: `m-${index}`,
      body: typeof body === "string" ? body : JSON.stringify(body),
    }));
    const { result, output } = await capturedOutput(() => keep({ Records } as unknown as SQSEvent, lambdaContext()));
    return { failed: result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), output };
  };
  const givenUp = (requestId: string, fn = "deliverEvent") => {
    const body = JSON.parse(sample.Records[0]!.body) as { requestContext: object };
    const functionArn = `arn:aws:lambda:us-east-1:123456789012:function:${fn}:live`;
    return { ...body, requestContext: { ...body.requestContext, requestId, functionArn } };
  };
  const rejected = {
    kind: "record",
    id: "shard:5",
    reason: "InvalidEvent",
    partitionKey: "k",
    sequenceNumber: "5",
    data: "eA==",
  };
  const run = async (event: unknown = {}) => (await capturedOutput(() => replay(event, lambdaContext()))).result;

  it("keeps what a connector gave up, once however often it is reported", async () => {
    const { failed, output } = await arrive(sample.Records[0]!.body, sample.Records[0]!.body);
    expect(failed).to.deep.equal([]);
    expect(output).to.contain('"EventsFailed":1');
    const { expiration, ...item } = table.get("e4b46cbf-b738-xmpl-8880-a18cdf61200e")!;
    expect(item).to.deep.equal({
      id: { S: "e4b46cbf-b738-xmpl-8880-a18cdf61200e" },
      kind: { S: "connector" },
      target: { S: "deliverEvent" },
      payload: {
        S: '{"id":"e-1","type":"enrolment.confirmed","source":"registrar","detail":{"course":"HIS-101","year":2026}}',
      },
      reason: { S: "RetriesExhausted" },
      failedAt: { S: "2026-11-21T12:00:00.000Z" },
      waiting: { S: "yes" },
    });
    const days = (Number(expiration!.N) - Date.now() / 1000) / 86_400;
    expect(days).to.be.within(89.9, 90);
  });

  it("keeps a record that the router set aside", async () => {
    expect((await arrive(rejected)).failed).to.deep.equal([]);
    expect(table.get("shard:5")).to.deep.include({
      kind: { S: "record" },
      payload: { S: "eA==" },
      partitionKey: { S: "k" },
    });
  });

  it("keeps of a record that was too long for a message what is known of it, and replays no part of it", async () => {
    const cut = { ...rejected, data: "eA==", truncated: true, bytes: 500_000, sha256: "ab12" };
    expect((await arrive(cut)).failed).to.deep.equal([]);
    expect(table.get("shard:5")).to.deep.include({
      beginning: { S: "eA==" },
      bytes: { S: "500000" },
      sha256: { S: "ab12" },
      waiting: { S: "yes" },
    });
    expect(table.get("shard:5")).to.not.have.property("payload");
    expect(await run()).to.deep.equal({ replayed: 0, failed: 1, more: false });
    expect(kinesis().commandCalls(PutRecordCommand)).to.have.length(0);
  });

  it("keeps the id of the request that an event comes from, logs it, and replays the event with it", async () => {
    const data = Buffer.from(JSON.stringify({ type: 5, correlationId: "request-1" })).toString("base64");
    const connector = { ...givenUp("c-1"), requestPayload: { id: "e-1", correlationId: "request-2" } };
    const { output } = await arrive({ ...rejected, data }, connector);
    expect(table.get("shard:5")!["correlationId"]).to.deep.equal({ S: "request-1" });
    expect(table.get("c-1")!["correlationId"]).to.deep.equal({ S: "request-2" });
    const ids = (text: string, message: string) =>
      text
        .split("\n")
        .filter((line) => line.includes(`"message":"${message}"`))
        .map((line) => (JSON.parse(line) as { correlation_id: string }).correlation_id);
    expect(ids(output, "kept")).to.have.members(["request-1", "request-2"]);
    const replayed = await capturedOutput(() => replay({}, lambdaContext()));
    expect(ids(replayed.output, "replayed")).to.have.members(["request-1", "request-2"]);
  });

  it("reads the records of a batch that was given up from the stream, and no others", async () => {
    kinesis().on(GetShardIteratorCommand).resolves({ ShardIterator: "first" });
    const data = Buffer.from("x");
    const at = (SequenceNumber: string) => ({ SequenceNumber, PartitionKey: "k", Data: data });
    kinesis()
      .on(GetRecordsCommand, { ShardIterator: "first" } as never)
      .resolves({ Records: [at("98")], NextShardIterator: "second", MillisBehindLatest: 5 } as never);
    kinesis()
      .on(GetRecordsCommand, { ShardIterator: "second" } as never)
      .resolves({ Records: [at("99"), at("100"), at("101")], NextShardIterator: "third" } as never);
    const batch = {
      ...givenUp("request"),
      KinesisBatchInfo: {
        shardId: "shardId-1",
        startSequenceNumber: "98",
        endSequenceNumber: "100",
        batchSize: 3,
        streamArn: "arn",
      },
    };
    expect((await arrive(batch, batch)).failed).to.deep.equal([]);
    expect([...table.keys()]).to.deep.equal(["shardId-1:98", "shardId-1:99", "shardId-1:100"]);
    expect(kinesis().commandCalls(GetShardIteratorCommand)[0]!.args[0].input).to.deep.equal({
      StreamName: "events",
      ShardId: "shardId-1",
      ShardIteratorType: "AT_SEQUENCE_NUMBER",
      StartingSequenceNumber: "98",
    });
  });

  it("keeps thousands of events out of aggregates in time, and goes on after one that failed", async () => {
    const events = Array.from({ length: 1500 }, (_, number) => ({ type: "t", source: "s", detail: { number } }));
    kinesis().on(GetShardIteratorCommand).resolves({ ShardIterator: "first" });
    kinesis()
      .on(GetRecordsCommand)
      .resolves({
        Records: [{ SequenceNumber: "8", PartitionKey: "k", Data: await aggregated(...events) }],
      } as never);
    let failing = true;
    let [open, most] = [0, 0];
    dynamodb()
      .on(PutItemCommand)
      .callsFake(async ({ Item }: { Item: Item }) => {
        most = Math.max(most, ++open);
        await new Promise(setImmediate);
        open--;
        if (failing && Item["id"]!.S === "shardId-1:8:3") throw new Error("unavailable");
        table.set(Item["id"]!.S!, Item);
        return {};
      });
    const info = { shardId: "shardId-1", startSequenceNumber: "8", endSequenceNumber: "8", batchSize: 1 };
    const message = { ...givenUp("r"), KinesisBatchInfo: info };
    expect((await arrive(message)).failed).to.deep.equal(["m-0"]);
    expect(table.size).to.equal(1499);
    failing = false;
    expect((await arrive(message)).failed).to.deep.equal([]);
    expect(table.size).to.equal(1500);
    expect(most).to.be.within(2, 20);
  });

  it("ends where the stream no longer has the records", async () => {
    kinesis().on(GetShardIteratorCommand).resolves({ ShardIterator: "first" });
    kinesis()
      .on(GetRecordsCommand)
      .resolves({ Records: [], NextShardIterator: "next", MillisBehindLatest: 0 } as never);
    const info = { shardId: "s", startSequenceNumber: "1", endSequenceNumber: "2", batchSize: 2, streamArn: "arn" };
    expect((await arrive({ ...givenUp("r"), KinesisBatchInfo: info })).failed).to.deep.equal([]);
    expect(table.size).to.equal(0);
  });

  it("reports a message of no known form, which then ends in the dead-letter queue", async () => {
    expect((await arrive("{", {}, rejected, { kind: "other" })).failed).to.deep.equal(["m-0", "m-1", "m-3"]);
    expect(table.size).to.equal(1);
  });

  it("replays to the connector or into the stream, and once", async () => {
    await arrive(givenUp("a"), givenUp("b", "storeEvent"), rejected);
    expect(await run()).to.deep.equal({ replayed: 3, failed: 0, more: false });
    const invoked = lambda()
      .commandCalls(InvokeCommand)
      .map(({ args: [{ input }] }) => `${input.InvocationType} ${input.FunctionName}`);
    const arn = "arn:aws:lambda:us-east-1:123456789012:function";
    expect(invoked).to.deep.equal([`Event ${arn}:deliverEvent:live`, `Event ${arn}:storeEvent:live`]);
    expect(kinesis().commandCalls(PutRecordCommand)[0]!.args[0].input).to.deep.equal({
      StreamName: "events",
      PartitionKey: "k",
      Data: Buffer.from("x"),
    });
    expect(await run()).to.deep.equal({ replayed: 0, failed: 0, more: false });
  });

  it("replays no more than it is told, and only what is asked for", async () => {
    await arrive(givenUp("a"), givenUp("b"), givenUp("c", "storeEvent"), rejected);
    expect(await run({ limit: 1, target: "deliverEvent" })).to.deep.equal({ replayed: 1, failed: 0, more: true });
    expect(await run({ kind: "record" })).to.deep.equal({ replayed: 1, failed: 0, more: false });
    expect([...table.values()].filter((item) => item["waiting"]).map((item) => item["id"]!.S)).to.deep.equal([
      "b",
      "c",
    ]);
  });

  it("gives a replayed event the id that it had, also without one of its own and out of an aggregate", async () => {
    const { handler: route } = loadAnew<typeof router>("functions/events/route");
    const rules = JSON.stringify({ version: 1, rules: [], default: "table" });
    s3()
      .on(GetObjectCommand)
      .resolves({ ETag: '"1"', Body: { transformToString: async () => rules } as never });
    const nameless = (number: number) => ({ type: "t", source: "s", detail: { number } });
    const records = [
      kinesisRecord(nameless(1), 7),
      kinesisRecord(await aggregated(nameless(2), { ...nameless(3), id: "own" }, nameless(4)), 8),
      kinesisRecord({ ...nameless(5), id: "own-2" }, 9),
    ];
    const routed = async (...batch: typeof records) => {
      lambda().resetHistory();
      await capturedOutput(() => route(kinesisBatch(...batch), lambdaContext()));
      const sent = lambda()
        .commandCalls(InvokeCommand)
        .map(({ args }) => JSON.parse(Buffer.from(args[0].input.Payload as Uint8Array).toString()) as Sent);
      return Object.fromEntries(sent.map(({ id, correlationId, detail }) => [detail.number, [id, correlationId]]));
    };
    const first = await routed(...records);
    expect(Object.values(first).map(([id]) => id)).to.have.members([
      "shardId-000000000000:7",
      "shardId-000000000000:8:0",
      "own",
      "shardId-000000000000:8:2",
      "own-2",
    ]);

    // The mapping gave them up although they had got through, for instance since the function's time was over.
    kinesis().on(GetShardIteratorCommand).resolves({ ShardIterator: "first" });
    const stored = records.map(({ kinesis: { sequenceNumber, data } }) => ({
      SequenceNumber: sequenceNumber,
      PartitionKey: "k",
      Data: Buffer.from(data, "base64"),
    }));
    kinesis()
      .on(GetRecordsCommand)
      .resolves({ Records: [...stored, { SequenceNumber: "10", PartitionKey: "k", Data: Buffer.from("x") }] } as never);
    const info = { shardId: "shardId-000000000000", startSequenceNumber: "7", endSequenceNumber: "9", batchSize: 3 };
    expect((await arrive({ ...givenUp("r"), KinesisBatchInfo: info })).failed).to.deep.equal([]);
    expect(await run()).to.deep.equal({ replayed: 5, failed: 0, more: false });
    const again = kinesis()
      .commandCalls(PutRecordCommand)
      .map(({ args }, index) => kinesisRecord(Buffer.from(args[0].input.Data!), 100 + index));
    expect(again).to.have.length(5);
    expect(await routed(...again)).to.deep.equal(first);
  });

  it("leaves waiting what cannot be sent, and goes on", async () => {
    await arrive(givenUp("a", "someOtherFunction"), { ...rejected, data: undefined }, givenUp("b"));
    expect(await run()).to.deep.equal({ replayed: 1, failed: 2, more: false });
    expect([...table.values()].filter((item) => item["waiting"])).to.have.length(2);
  });

  it("refuses a request that makes no sense", async () => {
    for (const request of [{ limit: 0 }, { limit: 1001 }, { kind: "all" }, { target: 5 }]) {
      let error: Error | undefined;
      await run(request).catch((reason: Error) => (error = reason));
      expect(error?.message, JSON.stringify(request)).to.contain("must be");
    }
  });
});
