import "../support/environment";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import * as fc from "fast-check";
import { handler } from "../../../functions/students/get";
import { toItem } from "../../../functions/students/student";
import sample from "../../../functions/students/get.events/student.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";
import { asha, hostile, students, withoutMobile } from "../support/students";

describe("getStudentDetails", () => {
  const dynamodb = useAwsMock(DynamoDBClient);

  const call = async (event: unknown) => (await capturedOutput(() => handler(event, lambdaContext()))).result;
  const holds = (item: object | undefined) =>
    dynamodb()
      .on(GetItemCommand)
      .resolves({ Item: item as never });

  it("fetches the student by its key, as the last write left it", async () => {
    holds(toItem(asha));
    expect(await call(sample)).to.deep.equal({ status: 200, body: asha });
    expect(
      dynamodb()
        .commandCalls(GetItemCommand)
        .map(({ args }) => args[0].input),
    ).to.deep.equal([{ TableName: "StudentDetails", Key: { Roll: { S: "10303" } }, ConsistentRead: true }]);
  });

  it("gives every stored student back as it was sent", async () => {
    await fc.assert(
      fc.asyncProperty(students, async (student) => {
        holds(toItem(student));
        expect(await call({ roll: student.Roll })).to.deep.equal({ status: 200, body: student });
      }),
    );
  });

  it("gives an item of version 1 without mobile, and keeps what is the platform's own", async () => {
    const older = withoutMobile(asha);
    holds({ ...toItem(older), queuedAt: { N: "1" } });
    expect((await call(sample)).body).to.deep.equal(older);
  });

  it("answers 404 for a Roll that is not there", async () => {
    holds(undefined);
    expect(await call(sample)).to.deep.equal({
      status: 404,
      body: {
        error: {
          code: "StudentNotFound",
          message: "There is no student with this Roll.",
          requestId: sample.requestId,
        },
      },
    });
  });

  it("refuses anything that is not a Roll, asking the table nothing", async () => {
    const invalid = fc.oneof(
      fc.anything().filter((value) => typeof value !== "string"),
      fc.constantFrom("", " ", "a\nb", "x".repeat(65), "\u0000"),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          invalid.map((roll): unknown => ({ roll })),
          hostile,
        ),
        async (event) => {
          dynamodb().reset();
          expect((await call(event)).status).to.equal(400);
          expect(dynamodb().calls()).to.have.length(0);
        },
      ),
    );
  });

  it("answers 500 when the table fails", async () => {
    dynamodb().on(GetItemCommand).rejects(new Error("no such table"));
    const { status, body } = await call(sample);
    expect(status).to.equal(500);
    expect(JSON.stringify(body)).not.to.contain("table");
  });
});
