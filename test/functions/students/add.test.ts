import "../support/environment";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import * as fc from "fast-check";
import { handler } from "../../../functions/students/add";
import { toStudent } from "../../../functions/students/student";
import incomplete from "../../../functions/students/add.events/incomplete.json";
import sample from "../../../functions/students/add.events/student.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";
import { asha, hostile, students, withoutMobile } from "../support/students";

interface Failure {
  error: { code: string; message: string; requestId: string };
}

describe("addStudentDetails", () => {
  const dynamodb = useAwsMock(DynamoDBClient);

  const call = async (event: unknown) => {
    const { result, output } = await capturedOutput(() => handler(event, lambdaContext()));
    return { ...result, failure: (result.body as Failure).error, output };
  };
  const puts = () =>
    dynamodb()
      .commandCalls(PutItemCommand)
      .map(({ args }) => args[0].input);

  it("stores the student and says so", async () => {
    const before = Date.now();
    const { status, body, output } = await call(sample);
    expect({ status, body }).to.deep.equal({ status: 200, body: { Roll: "10303", stored: true } });
    expect(output).to.contain('"correlation_id":"c6af9ac6-7b61-11e6-9a41-93e8deadbeef"');
    const queuedAt = puts()[0]!.Item!["queuedAt"]!.N!;
    expect(Number(queuedAt)).to.be.within(before, Date.now());
    expect(puts()).to.deep.equal([
      {
        TableName: "StudentDetails",
        Item: {
          Roll: { S: "10303" },
          FirstName: { S: "Asha" },
          LastName: { S: "O'Neill" },
          Department: { S: "Computer Science" },
          Year: { S: "3rd" },
          mobile: { S: "+1 555 0100" },
          // What comes of the request is found by its id, and an older message that comes again is known by the time.
          correlationId: { S: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef" },
          queuedAt: { N: queuedAt },
        },
      },
    ]);
  });

  it("stores a student without mobile, as version 1 did", async () => {
    const body = withoutMobile(asha);
    expect((await call({ roll: asha.Roll, body })).status).to.equal(200);
    expect(puts()[0]?.Item).not.to.have.property("mobile");
  });

  it("stores every valid student as it is", async () => {
    await fc.assert(
      fc.asyncProperty(students, async (student) => {
        dynamodb().reset();
        const { status } = await call({ requestId: "r", roll: student.Roll, body: student });
        expect(status).to.equal(200);
        expect(toStudent(puts()[0]!.Item as never)).to.deep.equal(student);
      }),
    );
  });

  it("refuses anything else with 400, storing nothing and throwing nothing", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, fc.boolean(), async (value, isEvent) => {
        dynamodb().reset();
        const { status, failure } = await call(isEvent ? value : { roll: "10303", body: value });
        expect(status).to.equal(400);
        expect(failure.message).to.be.a("string").with.length.above(0);
        expect(puts()).to.have.length(0);
      }),
      { numRuns: 300 },
    );
  });

  it("refuses a Roll that is not the query's", async () => {
    const { status, failure } = await call({ requestId: "r", roll: "10304", body: asha });
    expect(status).to.equal(400);
    expect(failure).to.include({ code: "RollMismatch", requestId: "r" });
    expect(puts()).to.have.length(0);
  });

  it("names every field that is wrong, and no value", async () => {
    const { status, failure } = await call(incomplete);
    expect(status).to.equal(400);
    expect(failure.code).to.equal("InvalidStudent");
    expect(failure.requestId).to.equal(incomplete.requestId);
    for (const field of [
      "LastName is missing",
      "Department is missing",
      "Year is missing",
      `"nickname" is not known`,
    ]) {
      expect(failure.message).to.contain(field);
    }
    expect(failure.message).not.to.contain("Asha");
  });

  for (const [name, change] of Object.entries({
    "a number for a text": { Roll: 10303 },
    "an empty name": { FirstName: "" },
    "a name of spaces": { FirstName: "   " },
    "a name with a line break": { LastName: "a\nb" },
    "a name with half a surrogate pair": { LastName: "a\ud800b" },
    "a department of 101 characters": { Department: "x".repeat(101) },
    "a year of 21 characters": { Year: "2".repeat(21) },
    "a year of other marks": { Year: "<3>" },
    "a mobile with letters": { mobile: "call me" },
    "a mobile that is null": { mobile: null },
  })) {
    it(`refuses ${name}`, async () => {
      const body = { ...asha, ...change };
      const { status, failure } = await call({ roll: "10303", body });
      expect(status).to.equal(400);
      expect(failure.code).to.equal("InvalidStudent");
      expect(failure.message).to.contain(Object.keys(change)[0]);
    });
  }

  it("answers 500 without the reason when the table fails, and logs the reason with its stack", async () => {
    dynamodb().on(PutItemCommand).rejects(new Error("the table is on fire"));
    const { status, failure, output } = await call(sample);
    expect(status).to.equal(500);
    expect(failure).to.deep.equal({
      code: "InternalError",
      message: "The request could not be completed.",
      requestId: sample.requestId,
    });
    expect(output).to.contain("the table is on fire");
    expect(output).to.contain('"stack"');
    expect(output).to.match(/"Failures":1/);
  });

  it("logs the request's id and counts, and nothing of the student", async () => {
    const { output } = await call(sample);
    expect(output).to.contain(`"apiRequestId":"${sample.requestId}"`);
    expect(output).to.contain('"function_request_id":"invocation-id"');
    expect(output).to.match(/"StudentStored":1/);
    for (const value of Object.values(asha)) expect(output).not.to.contain(value);
  });
});
