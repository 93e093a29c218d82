import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { createHash } from "node:crypto";
import { requiredVariable } from "./environment";
import { MOST_MESSAGE_BYTES, type RejectedRecord } from "./rejected-record";
import { sqs } from "./sqs";
import type { StreamRecord } from "./stream-records";

const QueueUrl = requiredVariable("FAILED_QUEUE_URL");

/**
 * Sets a record aside that can never be processed, so that those behind it go on. Environment: `FAILED_QUEUE_URL`. Data that
 * is too long for a message is cut, and the message says so: setting a record aside must not fail for what is in it.
 *
 * @param record the record
 * @param reason a stable name for programs
 * @throws the SDK's error
 */
export async function rejectRecord(record: StreamRecord, reason: string): Promise<void> {
  const { id, partitionKey, sequenceNumber, data } = record;
  const whole: RejectedRecord = { kind: "record", id, reason, partitionKey, sequenceNumber, data };
  let MessageBody = asciiJson(whole);
  if (MessageBody.length > MOST_MESSAGE_BYTES) MessageBody = asciiJson(cut(whole));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

function cut(whole: RejectedRecord): RejectedRecord {
  const bytes = Buffer.from(whole.data, "base64");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const rest = { ...whole, data: "", truncated: true as const, bytes: bytes.length, sha256 };
  const room = MOST_MESSAGE_BYTES - asciiJson(rest).length;
  // Whole groups of four characters, so that what is left decodes.
  return { ...rest, data: whole.data.slice(0, room - (room % 4)) };
}

/** JSON of ASCII alone, a byte a character: SQS refuses some characters that a partition key may have. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
