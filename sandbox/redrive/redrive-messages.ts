import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { queueUrlOf } from "./queue-url";

/** SQS hands out at most this many at once. */
const BATCH = 10;
/** Long enough to send and delete a batch; after an interruption what is left is visible again so much later. */
const HIDDEN_SECONDS = 30;

/**
 * Moves the messages of a dead-letter queue back to the queues they came from, as the call `StartMessageMoveTask` of
 * SQS does, which the emulator lacks. A message is deleted only after it was sent, so an interruption may leave it
 * in both queues and never in none: consumers of SQS have to bear that anyway.
 *
 * {@link https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html}
 *
 * @param client of the queues' account and region
 * @param deadLetterUrl the dead-letter queue's URL
 * @returns how many were moved, by URL of the queue they went to
 * @throws Error where a message does not say where it came from; those before it were moved
 */
export async function redriveMessages(client: SQSClient, deadLetterUrl: string): Promise<Record<string, number>> {
  const moved: Record<string, number> = {};
  // Those that were there at the start: a message that fails again meanwhile is not moved for ever.
  for (let left = await visibleMessages(client, deadLetterUrl); left > 0;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: deadLetterUrl,
        MaxNumberOfMessages: Math.min(BATCH, left),
        VisibilityTimeout: HIDDEN_SECONDS,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) break;
    for (const message of Messages) {
      const target = await sendBack(client, deadLetterUrl, message);
      moved[target] = (moved[target] ?? 0) + 1;
      left -= 1;
    }
  }
  return moved;
}

async function visibleMessages(client: SQSClient, QueueUrl: string): Promise<number> {
  const AttributeNames = ["ApproximateNumberOfMessages" as const];
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return Number(Attributes?.["ApproximateNumberOfMessages"] ?? 0);
}

async function sendBack(client: SQSClient, deadLetterUrl: string, message: Message): Promise<string> {
  const { DeadLetterQueueSourceArn, MessageGroupId, MessageDeduplicationId } = message.Attributes ?? {};
  if (!DeadLetterQueueSourceArn) {
    throw new Error(
      `Message ${message.MessageId} of ${deadLetterUrl} does not say which queue it came from: it was sent here directly`,
    );
  }
  const target = queueUrlOf(deadLetterUrl, DeadLetterQueueSourceArn);
  await client.send(
    new SendMessageCommand({
      QueueUrl: target,
      MessageBody: message.Body,
      MessageAttributes: message.MessageAttributes,
      MessageGroupId,
      MessageDeduplicationId,
    }),
  );
  await client.send(new DeleteMessageCommand({ QueueUrl: deadLetterUrl, ReceiptHandle: message.ReceiptHandle }));
  return target;
}
