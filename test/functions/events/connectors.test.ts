import "../support/environment";
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { handler } from "../../../functions/events/store";
import sample from "../../../functions/events/store.events/event.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

describe("storeEvent", () => {
  const dynamodb = useAwsMock(DynamoDBClient);
  const call = (event: unknown) => capturedOutput(() => handler(event, lambdaContext()));

  it("stores an event, and leaves the one it has", async () => {
    dynamodb().on(PutItemCommand).resolves({});
    await call(sample);
    expect(dynamodb().commandCalls(PutItemCommand)[0]!.args[0].input).to.deep.equal({
      TableName: "StudentDetails",
      Item: {
        id: { S: "e-1" },
        type: { S: "enrolment.confirmed" },
        source: { S: "registrar" },
        at: { S: "2026-11-21T12:00:00.000Z" },
        detail: { S: '{"course":"HIS-101","year":2026}' },
      },
      ConditionExpression: "attribute_not_exists(id)",
    });
    dynamodb()
      .on(PutItemCommand)
      .rejects(new ConditionalCheckFailedException({ message: "", $metadata: {} }));
    const { output } = await call(sample);
    expect(output).to.contain("EventRepeated");
  });

  it("logs and keeps the id of the request that the event comes from", async () => {
    dynamodb().on(PutItemCommand).resolves({});
    const { output } = await call({ ...sample, correlationId: "request-1" });
    expect(dynamodb().commandCalls(PutItemCommand)[0]!.args[0].input.Item!["correlationId"]).to.deep.equal({
      S: "request-1",
    });
    expect(output).to.contain('"correlation_id":"request-1"');
  });

  it("fails, so that Lambda tries again, where the table does or there is no event", async () => {
    dynamodb().on(PutItemCommand).rejects(new Error("unavailable"));
    for (const event of [sample, {}, null, { ...sample, id: undefined }]) {
      let error: Error | undefined;
      await call(event).catch((reason: Error) => (error = reason));
      expect(error, JSON.stringify(event)).to.be.instanceOf(Error);
    }
  });
});
