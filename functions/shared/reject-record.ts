import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { requiredVariable } from "./environment";
import { MOST_DATA, type RejectedRecord } from "./rejected-record";
import { sqs } from "./sqs";
import type { StreamRecord } from "./stream-records";

const QueueUrl = requiredVariable("FAILED_QUEUE_URL");

/**
 * Sets a record aside that can never be processed, so that those behind it go on. Environment: `FAILED_QUEUE_URL`.
 *
 * @param record the record
 * @param reason a stable name for programs
 */
export async function rejectRecord(record: StreamRecord, reason: string): Promise<void> {
  const { id, partitionKey, sequenceNumber, data } = record;
  const message: RejectedRecord = { kind: "record", id, reason, partitionKey, sequenceNumber };
  if (data.length <= MOST_DATA) message.data = data;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
}
