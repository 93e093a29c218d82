import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type Message,
} from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { expect } from "chai";
import { redriveMessages } from "../../../sandbox/redrive/redrive-messages";

const DEAD = "http://127.0.0.1:4566/123456789012/dead";
const SOURCE = "http://127.0.0.1:4566/123456789012/source";

describe("redriving messages", () => {
  let sqs: ReturnType<typeof mockClient>;
  // Not while the file is loaded: it stands in for every client of the process until it is taken away again.
  before(() => {
    sqs = mockClient(SQSClient) as unknown as ReturnType<typeof mockClient>;
  });
  const client = new SQSClient({ region: "us-east-1" });
  let waiting: Message[];

  beforeEach(() => {
    sqs.reset();
    sqs.on(GetQueueAttributesCommand).callsFake(() => ({
      Attributes: { ApproximateNumberOfMessages: String(waiting.length) },
    }));
    sqs.on(ReceiveMessageCommand).callsFake(({ MaxNumberOfMessages }: { MaxNumberOfMessages: number }) => ({
      Messages: waiting.splice(0, Math.min(MaxNumberOfMessages, 10)),
    }));
    sqs.on(SendMessageCommand).resolves({});
    sqs.on(DeleteMessageCommand).resolves({});
  });
  after(() => sqs.restore());

  const message = (id: string, more: Record<string, string> = {}): Message => ({
    MessageId: id,
    ReceiptHandle: `handle-${id}`,
    Body: `body-${id}`,
    MessageAttributes: { kind: { DataType: "String", StringValue: "k" } },
    Attributes: { DeadLetterQueueSourceArn: "arn:aws:sqs:us-east-1:123456789012:source", ...more },
  });
  const sent = () => sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
  const deleted = () => sqs.commandCalls(DeleteMessageCommand).map(({ args }) => args[0].input.ReceiptHandle);

  it("sends each where it came from, whole, and deletes it from the dead-letter queue", async () => {
    waiting = [message("a"), message("b", { MessageGroupId: "g", MessageDeduplicationId: "d" })];
    expect(await redriveMessages(client, DEAD)).to.deep.equal({ [SOURCE]: 2 });
    const MessageAttributes = { kind: { DataType: "String", StringValue: "k" } };
    expect(sent()).to.deep.equal([
      {
        QueueUrl: SOURCE,
        MessageBody: "body-a",
        MessageAttributes,
        MessageGroupId: undefined,
        MessageDeduplicationId: undefined,
      },
      { QueueUrl: SOURCE, MessageBody: "body-b", MessageAttributes, MessageGroupId: "g", MessageDeduplicationId: "d" },
    ]);
    expect(deleted()).to.deep.equal(["handle-a", "handle-b"]);
  });

  it("moves more than one receive gives", async () => {
    waiting = Array.from({ length: 23 }, (_, index) => message(String(index)));
    expect(await redriveMessages(client, DEAD)).to.deep.equal({ [SOURCE]: 23 });
    expect(deleted()).to.have.length(23);
  });

  it("leaves what comes while it runs, so that a message that fails at once does not go round for ever", async () => {
    waiting = [message("a"), message("b")];
    sqs.on(SendMessageCommand).callsFake(() => {
      waiting.push(message("back"));
      return {};
    });
    expect(await redriveMessages(client, DEAD)).to.deep.equal({ [SOURCE]: 2 });
  });

  it("does nothing with an empty queue", async () => {
    waiting = [];
    expect(await redriveMessages(client, DEAD)).to.deep.equal({});
    expect(sqs.commandCalls(ReceiveMessageCommand)).to.have.length(0);
  });

  it("keeps a message that could not be sent", async () => {
    waiting = [message("a")];
    sqs.on(SendMessageCommand).rejects(new Error("no such queue"));
    const failure = await redriveMessages(client, DEAD).catch((error: Error) => error.message);
    expect(failure).to.equal("no such queue");
    expect(deleted()).to.deep.equal([]);
  });

  it("refuses a message that does not say where it came from", async () => {
    waiting = [{ ...message("a"), Attributes: {} }];
    const failure = await redriveMessages(client, DEAD).catch((error: Error) => error.message);
    expect(failure).to.contain("Message a of").and.to.contain("does not say which queue it came from");
    expect(sent()).to.deep.equal([]);
  });
});
