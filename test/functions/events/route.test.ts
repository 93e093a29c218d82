import "../support/environment";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { KinesisStreamRecord } from "aws-lambda";
import { expect } from "chai";
import { handler } from "../../../functions/events/route";
import sample from "../../../functions/events/route.events/one-bad-record.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { aggregated, kinesisBatch, kinesisRecord } from "../support/kinesis-records";
import { lambdaContext } from "../support/lambda-context";

const document = {
  version: 1,
  rules: [
    { name: "both", match: { type: "both" }, target: "web", continue: true },
    { name: "stored", match: { type: "both" }, target: "table" },
  ],
  default: "storeEvent",
};
const event = (id: string, type = "other") => ({ id, type, source: "s", detail: { private: "Asha" } });

describe("routeEvents", () => {
  const lambda = useAwsMock(LambdaClient);
  const s3 = useAwsMock(S3Client);
  const sqs = useAwsMock(SQSClient);

  beforeEach(() => {
    lambda().on(InvokeCommand).resolves({ StatusCode: 202 });
    sqs().on(SendMessageCommand).resolves({});
    s3()
      .on(GetObjectCommand)
      .resolves({ ETag: '"1"', Body: { transformToString: async () => JSON.stringify(document) } as never });
  });

  const call = (...records: KinesisStreamRecord[]) =>
    capturedOutput(() => handler(kinesisBatch(...records), lambdaContext()));
  const failures = async (...records: KinesisStreamRecord[]) =>
    (await call(...records)).result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  const invoked = () =>
    lambda()
      .commandCalls(InvokeCommand)
      .map(({ args: [{ input }] }) => ({
        type: input.InvocationType,
        fn: input.FunctionName!.split(":").slice(6).join(":"),
        event: JSON.parse(Buffer.from(input.Payload as Uint8Array).toString()) as { id: string; detail: object },
      }));
  const rejected = () =>
    sqs()
      .commandCalls(SendMessageCommand)
      .map(({ args: [{ input }] }) => JSON.parse(input.MessageBody!) as Record<string, string>);
  const failFor = (...ids: string[]) =>
    lambda()
      .on(InvokeCommand)
      .callsFake(({ Payload }: { Payload: Uint8Array }) => {
        const { id } = JSON.parse(Buffer.from(Payload).toString()) as { id: string };
        if (ids.includes(id)) throw Object.assign(new Error("throttled"), { name: "TooManyRequestsException" });
        return { StatusCode: 202 };
      });

  it("hands an event to each connector that the rules name, without waiting for it", async () => {
    expect(await failures(kinesisRecord(event("1", "both"), 1), kinesisRecord(event("2"), 2))).to.deep.equal([]);
    expect(invoked().map(({ type, fn, event: { id } }) => `${type} ${id} ${fn}`)).to.have.members([
      "Event 1 deliverEvent:live",
      "Event 1 storeEvent:live",
      "Event 2 storeEvent:live",
    ]);
  });

  it("logs where each event went under the id of its request, and hands the id on", async () => {
    const { output } = await call(
      kinesisRecord({ ...event("1", "both"), correlationId: "request-1" }, 1),
      kinesisRecord(event("2"), 2),
      kinesisRecord({ ...event("3"), correlationId: "no id\n" }, 3),
    );
    const routed = output
      .split("\n")
      .filter((line) => line.includes('"routed"'))
      .map((line) => JSON.parse(line) as any);
    expect(routed.map((line) => [line.eventId, line.correlation_id, line.targets])).to.have.deep.members([
      ["1", "request-1", ["web", "table"]],
      ["2", "2", ["storeEvent"]],
      ["3", "3", ["storeEvent"]],
    ]);
    expect(invoked().map(({ event: sent }) => (sent as any).correlationId)).to.have.members([
      "request-1",
      "request-1",
      "2",
      "3",
    ]);
  });

  it("sets a bad record aside at once, and goes on with those behind it", async () => {
    const [good, bad] = sample.Records as KinesisStreamRecord[];
    expect(await failures(bad!, good!)).to.deep.equal([]);
    expect(rejected()).to.deep.equal([
      {
        kind: "record",
        id: bad!.eventID,
        reason: "InvalidEvent",
        partitionKey: "k",
        sequenceNumber: bad!.kinesis.sequenceNumber,
        data: bad!.kinesis.data,
      },
    ]);
    expect(invoked().map(({ event: { id } }) => id)).to.deep.equal(["e-1"]);
  });

  it("sets aside what is no event, in every form, and what is too large to be handed on", async () => {
    const bad = ["", "null", "[]", '{"type":"a"}', { ...event("x"), detail: "text" }, { ...event("x"), type: 5 }];
    expect(await failures(...bad.map((each, index) => kinesisRecord(each, index)))).to.deep.equal([]);
    expect(rejected()).to.have.length(bad.length);
    await call(kinesisRecord({ ...event("large"), detail: { a: "x".repeat(200_000) } }, 9));
    expect(rejected().at(-1)).to.include({ reason: "EventTooLarge", sequenceNumber: "9" });
    await call(kinesisRecord("x".repeat(300_000), 10));
    expect(rejected().at(-1)).to.include({ reason: "InvalidEvent", truncated: true, bytes: 300_000 });
    expect(invoked()).to.have.length(0);
  });

  it("reports the first record that could not be handed on, after having tried all", async () => {
    failFor("2", "4");
    const records = [1, 2, 3, 4, 5].map((number) => kinesisRecord(event(String(number)), number * 10));
    expect(await failures(...records)).to.deep.equal(["20"]);
    expect(invoked()).to.have.length(5);
  });

  it("reports an aggregate by its own sequence number where one part fails, and gives parts ids that stay", async () => {
    failFor("b");
    const { id: _, ...nameless } = event("");
    const parts = await aggregated(event("a"), event("b"), nameless, "no event");
    const records = [kinesisRecord(event("0"), 1), kinesisRecord(parts, 2), kinesisRecord(event("9"), 3)];
    expect(await failures(...records)).to.deep.equal(["2"]);
    failFor();
    lambda().resetHistory();
    expect(await failures(...records.slice(1))).to.deep.equal([]);
    const ids = invoked().map(({ event: { id } }) => id);
    expect(ids).to.have.members(["a", "b", "shardId-000000000000:2:2", "9"]);
    expect(new Set(rejected().map(({ id }) => id))).to.deep.equal(new Set(["shardId-000000000000:2:3"]));
  });

  it("reports the record where it cannot be set aside, so that it is not lost", async () => {
    sqs().on(SendMessageCommand).rejects(new Error("no queue"));
    expect(await failures(kinesisRecord(event("1"), 1), kinesisRecord("bad", 2))).to.deep.equal(["2"]);
  });

  it("reports what is left when the time is over", async () => {
    lambda()
      .on(InvokeCommand)
      .callsFake(
        (_input, getClient) => new Promise((_, reject) => setTimeout(() => reject(new Error(String(getClient))), 300)),
      );
    const { result } = await capturedOutput(() =>
      handler(kinesisBatch(kinesisRecord(event("1"), 1)), lambdaContext(550)),
    );
    expect(result.batchItemFailures).to.deep.equal([{ itemIdentifier: "1" }]);
  });

  it("logs ids, and nothing of what an event holds", async () => {
    failFor("1");
    const { output } = await call(kinesisRecord(event("1"), 1), kinesisRecord("Asha is no event", 2));
    expect(output).to.contain("shardId-000000000000:1").and.not.contain("Asha");
  });
});
