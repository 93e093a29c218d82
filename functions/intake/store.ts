import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { ConditionalCheckFailedException, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { ApiError } from "../shared/api-error";
import { batchId, correlated, correlationIdIn } from "../shared/correlation";
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
  messageAttributes: z.optional(z.looseObject({ correlationId: z.optional(z.object({ stringValue: z.string() })) })),
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
  return correlated(batchId(event.Records.map(idOf), context.awsRequestId), async () => {
    try {
      return await beforeDeadline(context, () =>
        processPartialResponse(
          event,
          (record: SQSRecord) => correlated(idOf(record), () => store(record)),
          new BatchProcessor(EventType.SQS),
          { context, throwOnFullBatchFailure: false },
        ),
      );
    } finally {
      publishMetrics();
    }
  });
};

/** The id of the request that brought a message; without one, the message's. */
function idOf({ messageId, messageAttributes }: SQSRecord): string {
  return correlationIdIn({ correlationId: messageAttributes?.["correlationId"]?.stringValue }) ?? messageId;
}

async function store(record: SQSRecord): Promise<void> {
  const { messageId } = record;
  try {
    const isNew = await put(record);
    count(isNew ? "StudentStored" : "StudentSuperseded");
    logger.info(isNew ? "stored" : "superseded", { messageId });
  } catch (error) {
    count("Failures");
    // What is wrong with a message names fields its sender made up, which may be personal data.
    if (error instanceof ApiError) logger.warn("refused", { messageId, code: error.code });
    else logger.error("not stored", { messageId, error: error as Error });
    throw error;
  }
}

/** Stores a message's student, and says whether that changed the table. */
async function put(record: SQSRecord): Promise<boolean> {
  const { body, attributes, messageAttributes } = validate(recordSchema, record, "InvalidMessage");
  const student = validate(studentSchema, parsed(body), "InvalidStudent");
  const correlationId = messageAttributes?.correlationId?.stringValue;
  const item = toItem(student, { correlationId, queuedAt: Number(attributes.SentTimestamp) });
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: item,
        ConditionExpression: "attribute_not_exists(queuedAt) OR queuedAt <= :queuedAt",
        ExpressionAttributeValues: { ":queuedAt": item["queuedAt"]! },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
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
