import { ConditionalCheckFailedException, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { correlated, correlationIdIn } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { validate } from "../shared/validate";
import { eventSchema, type Event } from "./event";

const TableName = requiredVariable("TABLE_NAME");

/**
 * The connector `table`: stores an event. The first one with an id stays; one that comes again changes nothing.
 *
 * Event: an event, invoked asynchronously. Environment: `TABLE_NAME`. What it throws makes Lambda try again.
 */
export const handler = async (event: unknown, context: Context): Promise<void> => {
  logger.addContext(context);
  const correlationId = correlationIdIn(event);
  return correlated(correlationId ?? context.awsRequestId, async () => {
    try {
      const valid = validate(eventSchema, event, "InvalidEvent");
      const isNew = await beforeDeadline(context, () => store({ ...valid, correlationId }));
      count(isNew ? "EventStored" : "EventRepeated");
      logger.info(isNew ? "stored" : "had it", { eventId: valid.id });
    } finally {
      publishMetrics();
    }
  });
};

async function store({ id, type, source, at, correlationId, detail }: Event): Promise<boolean> {
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: {
          id: { S: id },
          type: { S: type },
          source: { S: source },
          ...(at !== undefined && { at: { S: at } }),
          ...(correlationId !== undefined && { correlationId: { S: correlationId } }),
          // As text: DynamoDB's numbers hold less than those of JSON may.
          detail: { S: JSON.stringify(detail) },
        },
        ConditionExpression: "attribute_not_exists(id)",
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
