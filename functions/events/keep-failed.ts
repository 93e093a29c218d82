import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { ConditionalCheckFailedException, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { correlated } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { inParallel } from "../shared/in-parallel";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { toFailedItem, type FailedEvent } from "./failed-event";
import { failedEvents } from "./failed-events";

const TableName = requiredVariable("FAILED_TABLE_NAME");

/** Items that are written at a time: a batch that was given up may hold thousands of events within aggregates. */
const AT_A_TIME = 20;

/**
 * Keeps each event that failed, until it is replayed. A failure that is reported twice is kept once, by its request id.
 *
 * Event: messages of the queue of failures: what Lambda writes of an asynchronous invocation or of a batch that it gave
 * up, and records that the router set aside. Environment: `FAILED_TABLE_NAME`, `STREAM_NAME`.
 */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  logger.addContext(context);
  return correlated(context.awsRequestId, async () => {
    try {
      return await beforeDeadline(context, () =>
        processPartialResponse(event, (record: SQSRecord) => keepAll(record), new BatchProcessor(EventType.SQS), {
          context,
          throwOnFullBatchFailure: false,
        }),
      );
    } finally {
      publishMetrics();
    }
  });
};

async function keepAll({ body, messageId }: SQSRecord): Promise<void> {
  try {
    const errors = await inParallel(await failedEvents(body), AT_A_TIME, (failed) =>
      correlated(failed.correlationId ?? failed.id, () => keep(failed)),
    );
    // What was kept is not kept again when the message comes back.
    const [first] = errors.values();
    if (first) throw first;
  } catch (error) {
    count("Failures");
    logger.error("not kept", { messageId, error: error as Error });
    throw error;
  }
}

async function keep(failed: FailedEvent): Promise<void> {
  const { id, kind, target, reason } = failed;
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: toFailedItem(failed),
        ConditionExpression: "attribute_not_exists(id)",
      }),
    );
    count("EventsFailed");
    logger.warn("kept", { failedId: id, kind, target, reason });
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    logger.info("kept before", { failedId: id });
  }
}
