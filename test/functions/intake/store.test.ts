import "../support/environment";
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { SQSEvent } from "aws-lambda";
import { expect } from "chai";
import * as fc from "fast-check";
import { handler } from "../../../functions/intake/store";
import sample from "../../../functions/intake/store.events/two-messages.json";
import { toItem, type Student } from "../../../functions/students/student";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";
import { asha, hostile, students, withoutMobile } from "../support/students";

type Item = Record<string, { S?: string; N?: string }>;

describe("storeStudents", () => {
  const dynamodb = useAwsMock(DynamoDBClient);

  // The table, with the one condition that the function puts.
  let table: Map<string, Item>;
  beforeEach(() => {
    table = new Map();
    dynamodb()
      .on(PutItemCommand)
      .callsFake(
        ({
          Item,
          ConditionExpression,
          ExpressionAttributeValues,
        }: {
          Item: Item;
          ConditionExpression: string;
          ExpressionAttributeValues: Item;
        }) => {
          expect(ConditionExpression).to.equal("attribute_not_exists(queuedAt) OR queuedAt <= :queuedAt");
          const known = table.get(Item["Roll"]!.S!)?.["queuedAt"]?.N;
          if (known !== undefined && Number(known) > Number(ExpressionAttributeValues[":queuedAt"]!.N)) {
            throw new ConditionalCheckFailedException({ message: "", $metadata: {} });
          }
          table.set(Item["Roll"]!.S!, Item);
          return {};
        },
      );
  });

  const message = (body: unknown, messageId: string, queuedAt = 1000) => ({
    ...sample.Records[0],
    messageId,
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: { ...sample.Records[0]!.attributes, SentTimestamp: String(queuedAt) },
  });
  const call = (...records: object[]) =>
    capturedOutput(() => handler({ Records: records } as unknown as SQSEvent, lambdaContext()));
  const failed = async (...records: object[]) =>
    (await call(...records)).result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

  it("stores what is valid and reports what is not", async () => {
    expect(await failed(...sample.Records)).to.deep.equal([sample.Records[1]!.messageId]);
    const student = withoutMobile(asha);
    expect(table.get("10303")).to.deep.equal({ ...toItem(student), queuedAt: { N: "1790000000000" } });
  });

  it("reports all where all fail, so that each one counts its own tries", async () => {
    expect(await failed(message("x", "a"), message({}, "b"))).to.deep.equal(["a", "b"]);
  });

  it("leaves one student however often and in whatever order messages come", async () => {
    const arbitrary = fc.array(fc.record({ student: students, version: fc.nat(5) }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(arbitrary, fc.infiniteStream(fc.nat()), async (sent, random) => {
        table.clear();
        const messages = sent.map(({ student }, index) =>
          message({ ...student, Roll: "1" }, `m${index}`, 1000 + index),
        );
        const order = [...messages, ...messages].sort(() => (random.next().value as number) - 0.5);
        for (const one of order) expect(await failed(one)).to.deep.equal([]);
        const last: Student = { ...sent.at(-1)!.student, Roll: "1" };
        expect(table.get("1")).to.deep.equal({ ...toItem(last), queuedAt: { N: String(999 + sent.length) } });
      }),
      { numRuns: 50 },
    );
  });

  it("reports only the messages that the table failed on", async () => {
    dynamodb().on(PutItemCommand).resolvesOnce({}).rejectsOnce(new Error("throttled")).resolves({});
    const rolls = ["1", "2", "3"].map((Roll) => message({ ...asha, Roll }, `m${Roll}`));
    expect(await failed(...rolls)).to.deep.equal(["m2"]);
  });

  it("reports anything that is not a student, storing nothing", async () => {
    const text = fc.oneof(
      fc.string(),
      hostile.map((value) => {
        try {
          return JSON.stringify(value) ?? "";
        } catch {
          return "";
        }
      }),
    );
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        expect(await failed(message(body, "m"))).to.deep.equal(["m"]);
        expect(table.size).to.equal(0);
      }),
      { numRuns: 200 },
    );
  });

  it("keeps the id of the request that brought a message, in the item and in the log", async () => {
    const brought = {
      ...message(asha, "a"),
      messageAttributes: { correlationId: { stringValue: "request-1", dataType: "String" } },
    };
    const { output } = await call(brought);
    expect(table.get(asha.Roll)!["correlationId"]).to.deep.equal({ S: "request-1" });
    expect(output).to.contain('"correlation_id":"request-1"');
  });

  it("logs ids, and nothing of what a message holds", async () => {
    const secret = { ...asha, "private name": "private value", Year: "?" };
    const { output } = await call(message(secret, "message-id"), message("not-json-but-private", "b"));
    expect(output).to.contain("message-id");
    expect(output).to.match(/"Failures":\[1,1\]|"Failures":2/);
    for (const value of [asha.FirstName, asha.mobile!, "private"]) expect(output).not.to.contain(value);
  });
});
