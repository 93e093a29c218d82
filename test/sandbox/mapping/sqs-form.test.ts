import { expect } from "chai";
import { sqsForm } from "../../../sandbox/mapping/sqs-form";

describe("sqsForm", () => {
  it("reads one message with its attributes", () => {
    const form =
      "Action=SendMessage&MessageBody=%7B%22a%22%3A1%7D&MessageGroupId=g&DelaySeconds=3&MessageAttribute.1.Name=n&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=v";
    expect(sqsForm(form)).to.deep.equal({
      action: "SendMessage",
      input: {
        MessageBody: '{"a":1}',
        MessageGroupId: "g",
        DelaySeconds: 3,
        MessageAttributes: { n: { DataType: "String", StringValue: "v" } },
      },
    });
  });

  it("reads a batch in the order of its numbers", () => {
    const entry = (number: number) =>
      `&SendMessageBatchRequestEntry.${number}.Id=i${number}&SendMessageBatchRequestEntry.${number}.MessageBody=b${number}`;
    expect(sqsForm(`Action=SendMessageBatch${entry(10)}${entry(2)}`)?.input).to.deep.equal({
      Entries: [
        { Id: "i2", MessageBody: "b2" },
        { Id: "i10", MessageBody: "b10" },
      ],
    });
  });

  it("does not take other actions", () => {
    expect(sqsForm("Action=DeleteQueue")).to.equal(undefined);
  });
});
