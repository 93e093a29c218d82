import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { outputs } from "../../support/sandbox";
import { clientSettings, ended, execute } from "./executions";

describe("transfer", function () {
  this.timeout(180_000);
  const transfer = () => outputs()["transfer"] as { stateMachineArn: string; queue: string };
  const unique = () => `test-${Date.now()}-${Math.floor(Math.random() * 1e6)}`;

  /** Every message in the queue, by group, in the order they came; taken out of it. */
  async function messages(): Promise<Record<string, string[]>> {
    const sqs = new SQSClient({ ...clientSettings(), useQueueUrlAsEndpoint: false });
    const groups: Record<string, string[]> = {};
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: transfer().queue,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ["All"],
          WaitTimeSeconds: 0,
        }),
      );
      if (Messages.length === 0) return groups;
      for (const { Attributes, Body } of Messages) (groups[Attributes!["MessageGroupId"]!] ??= []).push(Body!);
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: transfer().queue, Entries }));
    }
  }

  it("sends one message for each row, in order, in the execution's own group", async () => {
    const [one, two] = [unique(), unique()];
    const ends = await Promise.all([
      execute(transfer().stateMachineArn, { items: ["a", { b: 2 }, "c"] }, one),
      execute(transfer().stateMachineArn, {}, two),
    ]);
    expect(ends.map(({ status }) => status)).to.deep.equal(["SUCCEEDED", "SUCCEEDED"]);
    expect(JSON.parse(ends[0].output!)).to.deep.equal({ list: one, rows: 3, sent: 3 });
    const groups = await messages();
    expect(groups[one]).to.deep.equal(["a", '{"b":2}', "c"]);
    expect(groups[two]).to.deep.equal(Array.from({ length: 10 }, (_, index) => `Message ${index + 1}`));
  });

  it("goes on with a long list in new executions, with every row once and in order", async () => {
    const name = unique();
    const items = Array.from({ length: 505 }, (_, index) => `row ${index + 1}`);
    const first = await execute(transfer().stateMachineArn, { items }, name);
    const output = JSON.parse(first.output!) as { sent: number; continuedBy: string };
    expect(output).to.include({ list: name, rows: 505, sent: 500 });
    const second = await ended(output.continuedBy);
    expect(JSON.parse(second.output!)).to.deep.equal({ list: name, rows: 505, sent: 505 });
    expect((await messages())[name]).to.deep.equal(items);
  });

  it("fails by the error's own name, with nothing sent", async () => {
    const name = unique();
    const { status, error } = await execute(transfer().stateMachineArn, { items: ["a", null] }, name);
    expect([status, error]).to.deep.equal(["FAILED", "InvalidItems"]);
    const missing = { continueFrom: { list: name, rows: 2, position: 1 } };
    const gone = await execute(transfer().stateMachineArn, missing);
    expect([gone.error, gone.cause]).to.deep.equal(["RowMissing", `Row 1 of list ${name} is not in the table.`]);
    expect((await messages())[name]).to.equal(undefined);
  });
});
