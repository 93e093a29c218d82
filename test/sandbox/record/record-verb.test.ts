import { expect } from "chai";
import { joinedOperations } from "../../../sandbox/record/joined-operations";
import { record } from "../../../sandbox/verbs/record";
import { UsageError } from "../../../tools/command/verb";

describe("npm run sandbox -- record", () => {
  it("refuses a system that the sandbox does not have, before anything is started", async () => {
    const error = await Promise.resolve(
      record.run({ values: { system: ["students", "studnts"] }, positionals: [], json: false }),
    ).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error).to.be.instanceOf(UsageError);
    expect(error!.message).to.match(
      /^There is no system "studnts" in Pulumi.sandbox.yaml; there are identity, students,/,
    );
  });

  it("drops nothing of what it has not seen all of", () => {
    const before = {
      "aws:sqs/queue:Queue": ["sqs:CreateQueue", "sqs:TagQueue"],
      "aws:sns/topic:Topic": ["sns:CreateTopic"],
    };
    const seen = {
      "aws:sqs/queue:Queue": ["sqs:CreateQueue", "sqs:DeleteQueue"],
      "aws:kms/key:Key": ["kms:CreateKey"],
    };
    expect(joinedOperations(before, seen)).to.deep.equal({
      "aws:sqs/queue:Queue": ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:TagQueue"],
      "aws:sns/topic:Topic": ["sns:CreateTopic"],
      "aws:kms/key:Key": ["kms:CreateKey"],
    });
  });
});
