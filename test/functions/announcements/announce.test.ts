import "../support/environment";
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { expect } from "chai";
import * as fc from "fast-check";
import { handler } from "../../../functions/announcements/announce";
import insert from "../../../functions/announcements/announce.events/insert.json";
import modify from "../../../functions/announcements/announce.events/modify.json";
import { toItem, type Student } from "../../../functions/students/student";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";
import { asha, students } from "../support/students";

describe("streamfunction", () => {
  const dynamodb = useAwsMock(DynamoDBClient);
  const sns = useAwsMock(SNSClient);

  // The idempotency table: an item once per id, as DynamoDB's condition has it.
  let remembered: Map<string, Record<string, { S?: string; N?: string }>>;
  beforeEach(() => {
    remembered = new Map();
    sns().on(PublishCommand).resolves({ MessageId: "m" });
    dynamodb()
      .on(PutItemCommand)
      .callsFake(({ Item }: { Item: Record<string, { S?: string; N?: string }> }) => {
        const known = remembered.get(Item["id"]!.S!);
        if (known) {
          throw new ConditionalCheckFailedException({ message: "", $metadata: {}, Item: known as never });
        }
        remembered.set(Item["id"]!.S!, Item);
        return {};
      });
    dynamodb()
      .on(UpdateItemCommand)
      .callsFake(
        ({
          Key,
          ExpressionAttributeValues: values,
        }: {
          Key: Record<string, { S: string }>;
          ExpressionAttributeValues: Record<string, { S?: string; N?: string }>;
        }) => {
          remembered.set(Key["id"]!.S, { id: Key["id"]!, status: { S: "COMPLETED" }, expiration: values[":expiry"]! });
          return {};
        },
      );
    dynamodb()
      .on(DeleteItemCommand)
      .callsFake(({ Key }: { Key: Record<string, { S: string }> }) => {
        remembered.delete(Key["id"]!.S);
        return {};
      });
  });

  const event = (...records: object[]) => ({ Records: records }) as unknown as DynamoDBStreamEvent;
  const record = (student: Student, eventID: string, eventName = "INSERT") =>
    ({
      ...insert.Records[0],
      eventID,
      eventName,
      dynamodb: { ...insert.Records[0]!.dynamodb, SequenceNumber: eventID, NewImage: toItem(student) },
    }) as unknown as DynamoDBRecord;
  const call = (given: unknown) => capturedOutput(() => handler(given as DynamoDBStreamEvent, lambdaContext()));
  const mails = () =>
    sns()
      .commandCalls(PublishCommand)
      .map(({ args }) => args[0].input);

  it("sends a mail for a new student, without mobile", async () => {
    const { result } = await call(insert);
    expect(result).to.deep.equal({ batchItemFailures: [] });
    expect(mails()).to.deep.equal([
      {
        TopicArn: "arn:aws:sns:us-east-1:123456789012:StudentNotification",
        Subject: "New student 10303",
        Message: "Roll: 10303\nName: Asha O'Neill\nDepartment: Computer Science\nYear: 3rd",
      },
    ]);
    expect(JSON.stringify(mails())).not.to.contain("555");
  });

  it("logs a record under the id of the request that brought it, and one without under the invocation's", async () => {
    const brought = record(asha, "1");
    brought.dynamodb!.NewImage = toItem(asha, { correlationId: "request-1", queuedAt: 1 }) as never;
    const { output } = await call(event(brought, record(asha, "2")));
    const announced = output.split("\n").filter((line) => line.includes('"announced"'));
    expect(announced.map((line) => (JSON.parse(line) as { correlation_id?: string }).correlation_id)).to.deep.equal([
      "request-1",
      lambdaContext().awsRequestId,
    ]);
  });

  it("sends none for a changed or removed student, and asks nothing", async () => {
    await call(modify);
    await call(event(record(asha, "1", "REMOVE")));
    expect(mails()).to.have.length(0);
    expect(dynamodb().calls()).to.have.length(0);
  });

  it("sends one mail however often a record comes", async () => {
    for (let time = 0; time < 3; time++) expect((await call(insert)).result.batchItemFailures).to.have.length(0);
    expect(mails()).to.have.length(1);
  });

  it("sends one mail per record, also where a student is new again", async () => {
    await call(event(record(asha, "1"), record(asha, "2"), record(asha, "1")));
    expect(mails()).to.have.length(2);
  });

  it("sends the mail when the record comes again after the topic failed", async () => {
    sns().on(PublishCommand).rejectsOnce(new Error("throttled")).resolves({ MessageId: "m" });
    const failure = await call(insert).catch((error: Error) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(remembered.size, "the failed attempt must be forgotten").to.equal(0);
    await call(insert);
    expect(mails()).to.have.length(2);
    await call(insert);
    expect(mails()).to.have.length(2);
  });

  it("reports the record that failed and not those before it", async () => {
    const broken = { ...record(asha, "2"), dynamodb: { SequenceNumber: "2", NewImage: { Roll: { S: "1" } } } };
    const { result } = await call(event(record(asha, "1"), broken));
    expect(result).to.deep.equal({ batchItemFailures: [{ itemIdentifier: "2" }] });
    expect(mails()).to.have.length(1);
  });

  it("remembers for longer than a record can come back, and nothing of the student", async () => {
    await call(insert);
    const kept = [...remembered.values()];
    const days = (Number(kept[0]!["expiration"]!.N) - Date.now() / 1000) / 86_400;
    expect(days).to.be.above(14);
    for (const value of [asha.FirstName, asha.LastName, asha.Roll]) {
      expect(JSON.stringify(kept)).not.to.contain(value);
    }
  });

  it("makes a subject that SNS takes of any Roll, and leaves the message as it is", async () => {
    await fc.assert(
      fc.asyncProperty(students, fc.uuid(), async (student, id) => {
        sns().resetHistory();
        await call(event(record(student, id)));
        const [{ Subject, Message }] = mails() as [{ Subject: string; Message: string }];
        expect(Subject).to.match(/^New student [\x20-\x7e]*$/);
        expect(Subject.length).to.be.below(100);
        expect(Message.split("\n")).to.have.length(4);
        expect(Message).to.contain(student.FirstName).and.to.contain(student.LastName);
      }),
    );
  });

  it("cuts a subject that would be too long, and takes accents off", async () => {
    await call(event(record({ ...asha, Roll: `É\n${"x".repeat(200)}` }, "1")));
    expect(mails()[0]!.Subject).to.have.length(99);
    expect(mails()[0]!.Subject).to.match(/^New student E\?xxx/);
  });

  it("fails on anything that is not a record of a student, and sends nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (image) => {
        const given = { ...insert.Records[0], dynamodb: { SequenceNumber: "1", NewImage: image } };
        const outcome = await call(event(given)).catch((error: Error) => error);
        expect(outcome).to.be.instanceOf(Error);
        expect(mails()).to.have.length(0);
      }),
    );
  });

  it("logs ids and counts, and nothing of the student", async () => {
    const { output } = await call(insert);
    expect(output).to.contain(insert.Records[0]!.eventID);
    expect(output).to.match(/"StudentAnnounced":1/);
    for (const value of Object.values(asha)) expect(output).not.to.contain(value);
  });
});
