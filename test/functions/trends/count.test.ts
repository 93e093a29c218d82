import "../support/environment";
import {
  DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItem,
} from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { KinesisStreamRecord } from "aws-lambda";
import { expect } from "chai";
import * as fc from "fast-check";
import { handler } from "../../../functions/trends/count";
import sample from "../../../functions/trends/count.events/three-posts.json";
import { hashtagsOf } from "../../../functions/trends/hashtags";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { aggregated, kinesisBatch, kinesisRecord } from "../support/kinesis-records";
import { lambdaContext } from "../support/lambda-context";

const at = "2026-11-21T11:15:00Z";
const post = (id: string, text: string) => ({ id, text, at });

describe("countHashtags", function () {
  this.timeout(60_000);
  const dynamodb = useAwsMock(DynamoDBClient);
  const sqs = useAwsMock(SQSClient);

  let counts: Map<string, number>;
  let markers: Set<string>;
  /** What happens to the next transactions instead of being made. */
  let trouble: (() => never)[];
  beforeEach(() => {
    counts = new Map();
    markers = new Set();
    trouble = [];
    sqs().on(SendMessageCommand).resolves({});
    dynamodb()
      .on(TransactWriteItemsCommand)
      .callsFake(({ TransactItems: items }: { TransactItems: TransactWriteItem[] }) => {
        trouble.shift()?.();
        const keys = items.map(({ Put, Update }) => JSON.stringify(Put ? Put.Item!["id"] : Update!.Key));
        expect(new Set(keys).size, "an item twice in a transaction").to.equal(items.length);
        expect(items.length).to.be.within(1, 100);
        const reasons = items.map(({ Put }) => ({
          Code: Put && markers.has(Put.Item!["id"]!.S!) ? "ConditionalCheckFailed" : "None",
        }));
        if (reasons.some(({ Code }) => Code !== "None")) cancel(reasons);
        for (const { Put, Update } of items) {
          if (Put) markers.add(Put.Item!["id"]!.S!);
          else {
            const key = `${Update!.Key!["hour"]!.S} ${Update!.Key!["hashtag"]!.S}`;
            counts.set(key, (counts.get(key) ?? 0) + Number(Update!.ExpressionAttributeValues![":sum"]!.N));
          }
        }
        return {};
      });
  });

  function cancel(CancellationReasons: { Code: string }[]): never {
    throw new TransactionCanceledException({ message: "", $metadata: {}, CancellationReasons });
  }
  const conflict = () => cancel([{ Code: "None" }, { Code: "TransactionConflict" }]);
  const fail = (): never => {
    throw new Error("unavailable");
  };
  const call = (...records: KinesisStreamRecord[]) =>
    capturedOutput(() => handler(kinesisBatch(...records), lambdaContext()));
  const failures = async (...records: KinesisStreamRecord[]) =>
    (await call(...records)).result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

  it("counts by hashtag and hour, and a post that is there twice once", async () => {
    expect(await failures(...(sample.Records as KinesisStreamRecord[]))).to.deep.equal([]);
    expect(Object.fromEntries(counts)).to.deep.equal({ "2026-11-21T11 zürich": 2, "2026-11-21T11 friends": 1 });
  });

  it("counts nothing twice when a batch comes again, whole or in part", async () => {
    const records = ["#a #b", "#a", "none", "#b #b"].map((text, index) =>
      kinesisRecord(post(`p${index}`, text), index),
    );
    await failures(...records);
    const once = new Map(counts);
    expect(await failures(...records)).to.deep.equal([]);
    expect(await failures(...records.slice(2), kinesisRecord(post("p9", "#a"), 9))).to.deep.equal([]);
    expect(counts).to.deep.equal(new Map([...once, ["2026-11-21T11 a", 3]]));
    expect(once).to.deep.equal(
      new Map([
        ["2026-11-21T11 a", 2],
        ["2026-11-21T11 b", 3],
      ]),
    );
  });

  it("keeps a marker for eight days, longer than the stream keeps a record", async () => {
    await failures(kinesisRecord(post("p", "#a"), 1));
    const { TransactItems } = dynamodb().commandCalls(TransactWriteItemsCommand)[0]!.args[0].input;
    const { Put } = TransactItems![0]!;
    expect(Put).to.deep.include({ TableName: "counted", ConditionExpression: "attribute_not_exists(id)" });
    const days = (Number(Put!.Item!["expiration"]!.N) - Date.now() / 1000) / 86_400;
    expect(days).to.be.within(7.99, 8);
  });

  it("counts what is in an aggregate, also when only a part of it was counted before", async () => {
    const parts = await aggregated(post("a", "#x"), post("b", "#x"), "no post", post("c", "#y"));
    await failures(kinesisRecord(post("b", "#x"), 1));
    expect(await failures(kinesisRecord(parts, 2))).to.deep.equal([]);
    expect(Object.fromEntries(counts)).to.deep.equal({ "2026-11-21T11 x": 2, "2026-11-21T11 y": 1 });
    const { MessageBody } = sqs().commandCalls(SendMessageCommand)[0]!.args[0].input;
    expect(JSON.parse(MessageBody!)).to.include({ id: "shardId-000000000000:2:2", reason: "InvalidPost" });
  });

  it("tries again while others write the same counts, and reports what never gets through", async () => {
    trouble = [conflict, conflict];
    expect(await failures(kinesisRecord(post("p", "#a"), 1))).to.deep.equal([]);
    expect(counts.get("2026-11-21T11 a")).to.equal(1);
    trouble = [fail];
    expect(await failures(kinesisRecord(post("q", "#a"), 2))).to.deep.equal(["2"]);
    expect(counts.get("2026-11-21T11 a")).to.equal(1);
  });

  it("reports the first record that is not counted, and keeps what was", async () => {
    const many = (start: number) => Array.from({ length: 60 }, (_, index) => `#tag${start + index}`).join(" ");
    const records = [0, 1, 2].map((index) => kinesisRecord(post(`p${index}`, many(60 * index)), 10 + index));
    trouble = [() => undefined as never, fail];
    expect(await failures(...records)).to.deep.equal(["11"]);
    expect(counts.size).to.equal(60);
    expect(await failures(...records.slice(1))).to.deep.equal([]);
    expect(counts.size).to.equal(180);
    expect([...counts.values()].every((count) => count === 1)).to.equal(true);
  });

  it("counts a post with more hashtags than a transaction holds, once", async () => {
    const text = Array.from({ length: 250 }, (_, index) => `#tag${index}`).join(" ");
    for (let time = 0; time < 2; time++) expect(await failures(kinesisRecord(post("p", text), 1))).to.deep.equal([]);
    expect(counts.size).to.equal(250);
    expect([...counts.values()].every((count) => count === 1)).to.equal(true);
  });

  it("sets aside what is no post, and where it cannot, counts those before it and reports it", async () => {
    const bad = ["", "{}", { ...post("", "#a") }, { ...post("x", "#a"), at: "yesterday" }, { id: "x", at }];
    expect(await failures(...bad.map((each, index) => kinesisRecord(each, index)))).to.deep.equal([]);
    expect(sqs().commandCalls(SendMessageCommand)).to.have.length(bad.length);
    sqs().on(SendMessageCommand).rejects(new Error("no queue"));
    const records = [kinesisRecord(post("a", "#a"), 7), kinesisRecord("bad", 8), kinesisRecord(post("b", "#a #b"), 9)];
    expect(await failures(...records)).to.deep.equal(["8"]);
    expect(Object.fromEntries(counts)).to.deep.equal({ "2026-11-21T11 a": 1 });
    sqs().on(SendMessageCommand).resolves({});
    expect(await failures(...records.slice(1))).to.deep.equal([]);
    expect(Object.fromEntries(counts)).to.deep.equal({ "2026-11-21T11 a": 2, "2026-11-21T11 b": 1 });
  });

  it("reports the earlier one where neither a post can be counted nor a record set aside", async () => {
    sqs().on(SendMessageCommand).rejects(new Error("no queue"));
    trouble = [fail];
    expect(await failures(kinesisRecord(post("a", "#a"), 7), kinesisRecord("bad", 8))).to.deep.equal(["7"]);
  });

  it("sets a record aside that is larger than a message, and counts those around it", async () => {
    sqs()
      .on(SendMessageCommand)
      .callsFake(({ MessageBody }: { MessageBody: string }) => {
        if (Buffer.byteLength(MessageBody) > 262_144) throw new Error("Message must be shorter than 262144 bytes");
        return {};
      });
    for (const size of [192_000, 200_000, 256_000, 1_000_000]) {
      counts.clear();
      const large = kinesisRecord("x".repeat(size), 2);
      const around = [1, 3].map((index) => kinesisRecord(post(`${size}-${index}`, "#a"), index));
      expect(await failures(around[0]!, large, around[1]!), `${size} bytes`).to.deep.equal([]);
      expect(Object.fromEntries(counts)).to.deep.equal({ "2026-11-21T11 a": 2 });
    }
  });

  it("has counts that equal the input, however records are delivered and whatever fails meanwhile", async () => {
    const text = fc.array(fc.constantFrom("#A", "#a", "#ß", "#SS", "#é", "word"), { maxLength: 5 });
    const delivery = fc.array(fc.nat(), { minLength: 1, maxLength: 6 });
    const troubles = fc.array(fc.constantFrom("none", "conflict", "fail"), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), delivery, troubles, async (sent, cuts, bad) => {
        counts.clear();
        markers.clear();
        const posts = sent.map((words, index) => post(`p${index}`, words.join(" ")));
        const records = posts.map((each, index) => kinesisRecord(each, index));
        trouble = bad.map((each) => ({ none: () => undefined as never, conflict, fail })[each]);
        for (const cut of cuts) await call(...records.slice(0, 1 + (cut % records.length)));
        trouble = [];
        expect(await failures(...records)).to.deep.equal([]);
        const expected = new Map<string, number>();
        for (const { text: written } of posts) {
          for (const [tag, times] of hashtagsOf(written)) {
            expected.set(`2026-11-21T11 ${tag}`, (expected.get(`2026-11-21T11 ${tag}`) ?? 0) + times);
          }
        }
        expect(new Map([...counts].sort())).to.deep.equal(new Map([...expected].sort()));
      }),
      { numRuns: 40 },
    );
  });
});
