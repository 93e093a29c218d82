import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { ConditionalCheckFailedException, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { ApiError } from "../shared/api-error";
import { beforeDeadline } from "../shared/deadline";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { validate } from "../shared/validate";
import { studentSchema, toItem } from "../students/student";

const TableName = requiredVariable("TABLE_NAME");

const recordSchema = z.object({
  messageId: z.string(),
  body: z.string(),
  attributes: z.object({ SentTimestamp: z.string().check(z.regex(/^\d{1,16}$/, "must be a time in milliseconds")) }),
});

/**
 * Stores the students that wait in the queue. A message that comes again, also after a later one for the same student,
 * changes nothing: each item keeps when its message was queued, and an older one does not replace a newer.
 *
 * Event: SQS messages, each the JSON of one student. Environment: `TABLE_NAME`. Messages that fail are reported, so that
 * only they come again and end in the dead-letter queue.
 */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  logger.addContext(context);
  try {
    return await beforeDeadline(context, () =>
      processPartialResponse(event, (record: SQSRecord) => store(record), new BatchProcessor(EventType.SQS), {
        context,
        throwOnFullBatchFailure: false,
      }),
    );
  } finally {
    publishMetrics();
  }
};

async function store(record: SQSRecord): Promise<void> {
  try {
    count((await put(record)) ? "StudentStored" : "StudentSuperseded");
  } catch (error) {
    count("Failures");
    // What is wrong with a message names fields its sender made up, which may be personal data.
    if (error instanceof ApiError) logger.warn("refused", { messageId: record.messageId, code: error.code });
    else logger.error("not stored", { messageId: record.messageId, error: error as Error });
    throw error;
  }
}

/** Stores a message's student, and says whether that changed the table. */
async function put(record: SQSRecord): Promise<boolean> {
  const { body, attributes } = validate(recordSchema, record, "InvalidMessage");
  const student = validate(studentSchema, parsed(body), "InvalidStudent");
  const queuedAt = { N: attributes.SentTimestamp };
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: { ...toItem(student), queuedAt },
        ConditionExpression: "attribute_not_exists(queuedAt) OR queuedAt <= :queuedAt",
        ExpressionAttributeValues: { ":queuedAt": queuedAt },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    logger.info("superseded", { messageId: record.messageId });
    return false;
  }
  return true;
}

/** JSON, or nothing: what the parser says would quote the message in the log. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
