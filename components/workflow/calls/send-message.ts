import { InputError } from "../../input-error";
import type { Queue } from "../../messaging/queue";
import type { Call } from "../call";
import type { Value } from "../value";

/** A message, with what a FIFO queue needs. */
export interface MessageArgs {
  /** Text, or a value that becomes JSON. */
  body: Value;
  /** FIFO queues: messages of one group stay in order. */
  groupId?: Value;
  /** FIFO queues: a message with the id of an earlier one, within five minutes, is dropped. */
  deduplicationId?: Value;
  /** Texts beside the body, at most ten, by name: the message's attributes. */
  attributes?: Record<string, Value>;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
const MOST_ATTRIBUTES = 10;

/**
 * Sends a message to a queue.
 *
 * @throws InputError where a FIFO queue gets no group, or no way to tell a repeated message, and for too many attributes
 */
export function sendMessage(queue: Queue, { body, groupId, deduplicationId, attributes = {} }: MessageArgs): Call {
  const fault = (field: string, fix: string, value?: number): never => {
    throw new InputError("platform:workflow:StateMachine", queue.componentName, `sendMessage.${field}`, value, fix);
  };
  const names = Object.keys(attributes);
  if (names.length > MOST_ATTRIBUTES) fault("attributes", `use at most ${MOST_ATTRIBUTES}`, names.length);
  if (queue.fifo && groupId === undefined)
    fault("groupId", "a FIFO queue needs one: messages of a group stay in order");
  if (queue.fifo && deduplicationId === undefined)
    fault("deduplicationId", "give one: a retried task otherwise sends the message twice");
  return {
    resource: "sqs:sendMessage",
    pattern: "request",
    arguments: {
      QueueUrl: queue.url,
      MessageBody: body,
      ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
      ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
      ...(names.length > 0 && {
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, text]) => [name, { DataType: "String", StringValue: text }]),
        ),
      }),
    },
    permissions: [{ id: `send-${queue.componentName}`, give: (machine) => queue.grantSend(machine) }],
    // The generic name is what most errors of the service come with, throttling by KMS among them.
    transientErrors: ["SQS.AmazonSQSException", "SQS.SdkClientException", "States.Timeout"],
    timeoutSeconds: 60,
  };
}
