import "../support/environment";
import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { randomUUID } from "node:crypto";
import { handler } from "../../../functions/events/ingest";
import type * as router from "../../../functions/events/route";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { kinesisBatch, kinesisRecord } from "../support/kinesis-records";
import { lambdaContext } from "../support/lambda-context";
import { loadAnew } from "../support/load-anew";

interface Entry {
  PartitionKey: string;
  Data: Uint8Array;
}

const event = { id: "e-1", type: "page.viewed", source: "web", detail: { path: "/" } };

describe("ingestEvents", () => {
  const kinesis = useAwsMock(KinesisClient);
  const lambda = useAwsMock(LambdaClient);
  const s3 = useAwsMock(S3Client);

  const call = async (body: unknown, remaining = 10_000) => {
    const { result, output } = await capturedOutput(() =>
      handler({ requestId: "r-1", caller: "c", body }, lambdaContext(remaining)),
    );
    return { ...result, output, body: result.body as any };
  };
  const calls = () =>
    kinesis()
      .commandCalls(PutRecordsCommand)
      .map(({ args }) => args[0].input.Records as Entry[]);
  const idsOf = (entries: Entry[]) => entries.map(({ PartitionKey }) => PartitionKey);
  /** Kinesis, which rejects a record for as many times as are said. */
  const kinesisRejects = (times: Record<string, number>) =>
    kinesis()
      .on(PutRecordsCommand)
      .callsFake(({ Records }: { Records: Entry[] }) => ({
        Records: Records.map(({ PartitionKey }) => {
          times[PartitionKey] = (times[PartitionKey] ?? 0) - 1;
          return times[PartitionKey]! < 0
            ? { SequenceNumber: "1", ShardId: "s" }
            : { ErrorCode: "ProvisionedThroughputExceededException", ErrorMessage: "slow down" };
        }),
      }));

  it("takes one event, with an id and a time where it has none", async () => {
    kinesisRejects({});
    const { status, body } = await call({ type: "a", source: "b", detail: {} });
    expect({ status, body }).to.deep.equal({ status: 202, body: { accepted: 1 } });
    const [[entry]] = calls() as [[Entry]];
    const record = JSON.parse(Buffer.from(entry.Data).toString()) as Record<string, unknown>;
    expect(Object.keys(record)).to.deep.equal(["id", "at", "correlationId", "type", "source", "detail"]);
    expect(record["correlationId"], "the gateway's id of the request").to.equal("r-1");
    expect(record["id"])
      .to.match(/^[0-9a-f-]{36}$/)
      .and.equal(entry.PartitionKey);
    expect(record["at"]).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it("takes 500 in one call and keeps their ids", async () => {
    kinesisRejects({});
    const events = Array.from({ length: 500 }, (_, index) => ({ ...event, id: `e-${index}` }));
    expect(await call({ events })).to.deep.include({ status: 202, body: { accepted: 500 } });
    expect(calls().map(idsOf)).to.deep.equal([events.map(({ id }) => id)]);
  });

  it("puts again what Kinesis rejects, and only that, until all are in", async () => {
    kinesisRejects({ "e-1": 2, "e-3": 1 });
    const events = [0, 1, 2, 3].map((index) => ({ ...event, id: `e-${index}` }));
    expect(await call({ events })).to.deep.include({ status: 202, body: { accepted: 4 } });
    expect(calls().map(idsOf)).to.deep.equal([["e-0", "e-1", "e-2", "e-3"], ["e-1", "e-3"], ["e-1"]]);
  });

  it("says 503 when one is still rejected in the end", async () => {
    kinesisRejects({ "e-1": 99 });
    const { status, body } = await call({ events: [event, { ...event, id: "e-2" }] });
    expect(status).to.equal(503);
    expect(body.error).to.include({ code: "NotAccepted", requestId: "r-1" });
    expect(calls()).to.have.length(5);
  });

  it("says 503 when Kinesis fails, and when the time is over before all are in", async () => {
    kinesis().on(PutRecordsCommand).rejects(new Error("secret reason"));
    const { status, body, output } = await call({ events: [event] });
    expect(status).to.equal(503);
    expect(JSON.stringify(body)).to.not.contain("secret");
    expect(output).to.contain("secret reason");
    kinesis().reset();
    kinesisRejects({ "e-1": 99 });
    const started = Date.now();
    expect((await call(event, 550)).status).to.equal(503);
    expect(Date.now() - started).to.be.below(550);
  });

  it("names the first bad event by its index, and takes none", async () => {
    const bad: [unknown, string][] = [
      [{ events: [event, { ...event, type: undefined }, 1] }, "events[1]: type is missing"],
      [{ events: [event, event, { ...event, detail: [] }] }, "events[2]: detail must be a JSON object"],
      [{ events: [null] }, "events[0]: the value must be a JSON object with an event's fields"],
      [{ events: [{ ...event, more: 1 }] }, 'events[0]: "more" is not known'],
      [
        { events: [{ ...event, detail: { a: "x".repeat(200_000) } }] },
        "events[0]: the event has more than 200000 bytes, with the id, the time and the request's id that it gets",
      ],
      [
        { ...event, source: "" },
        "source must be a text of 1 to 128 characters, without line breaks or spaces around it",
      ],
    ];
    for (const [body, message] of bad) {
      const answer = await call(body);
      expect(answer.status, message).to.equal(400);
      expect(answer.body.error).to.deep.equal({ code: "InvalidEvent", message, requestId: "r-1" });
    }
    expect(calls()).to.have.length(0);
  });

  it("accepts no event that the router would refuse for its size, whatever is added to it on the way", async () => {
    const { handler: route } = loadAnew<typeof router>("functions/events/route");
    kinesisRejects({});
    lambda().on(InvokeCommand).resolves({ StatusCode: 202 });
    const rules = JSON.stringify({ version: 1, rules: [], default: "table" });
    s3()
      .on(GetObjectCommand)
      .resolves({ ETag: '"1"', Body: { transformToString: async () => rules } as never });
    const sent = (length: number) => ({
      ...event,
      id: undefined,
      detail: { text: "é".repeat(50_000) + "x".repeat(length) },
    });
    const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
    const added = sizeOf({ id: randomUUID(), at: new Date().toISOString(), correlationId: "r-1" }) - 1;
    const room = 200_000 - sizeOf(sent(0)) - added;
    for (const [length, status] of [
      [room, 202],
      [room + 1, 400],
      [room + added, 400],
    ] as const) {
      expect((await call(sent(length))).status, `${room - length} bytes of room`).to.equal(status);
    }
    expect(calls()).to.have.length(1);
    const record = kinesisRecord(Buffer.from(calls()[0]![0]!.Data), 1);
    const { result, output } = await capturedOutput(() => route(kinesisBatch(record), lambdaContext()));
    expect(result.batchItemFailures).to.deep.equal([]);
    expect(output).to.not.contain("EventTooLarge");
    const [invocation] = lambda().commandCalls(InvokeCommand);
    // Of the 262,144 that an asynchronous invocation, and a message with what failed, may have.
    expect((invocation!.args[0].input.Payload as Uint8Array).length).to.equal(200_000);
  });

  it("refuses none, more than 500, and what is no list", async () => {
    const many = Array.from({ length: 501 }, () => event);
    for (const events of [[], many, "x", null]) {
      const { status, body } = await call({ events });
      expect(status).to.equal(400);
      expect(body.error.code).to.equal("InvalidEvents");
    }
    for (const body of [null, 5, "x", []]) expect((await call(body)).status).to.equal(400);
    expect(calls()).to.have.length(0);
  });

  it("logs nothing of what an event holds", async () => {
    kinesisRejects({});
    const { output } = await call({ ...event, detail: { name: "Asha Private" } });
    expect(output).to.contain("EventsAccepted").and.not.contain("Private");
  });
});
