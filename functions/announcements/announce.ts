import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import { PublishCommand } from "@aws-sdk/client-sns";
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod/mini";
import { batchId, correlated, correlationIdIn } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { sns } from "../shared/sns";
import { validate } from "../shared/validate";
import { toStudent } from "../students/student";
import { announcement, type Announcement } from "./announcement";

type Image = Parameters<typeof toStudent>[0];

const TopicArn = requiredVariable("TOPIC_ARN");

const text = z.looseObject({ S: z.string() });

/** What a mail needs of a record. The table is the platform's own, so texts are enough; older items have other forms. */
const recordSchema = z.object({
  eventID: z.string(),
  dynamodb: z.object({
    NewImage: z.looseObject({ Roll: text, FirstName: text, LastName: text, Department: text, Year: text }),
  }),
});

/** Longer than a stream keeps a record or a queue a message, so that nothing comes back after it was forgotten. */
const REMEMBERED_SECONDS = 15 * 24 * 60 * 60;

const idempotency = new IdempotencyConfig({ expiresAfterSeconds: REMEMBERED_SECONDS, throwOnNoIdempotencyKey: true });
const persistenceStore = new DynamoDBPersistenceLayer({
  tableName: requiredVariable("IDEMPOTENCY_TABLE_NAME"),
  awsSdkV3Client: dynamodb,
});

/**
 * Sends one mail for every student that is new in the table. Records of changed and removed students, and records that
 * come again, send none.
 *
 * Event: records of the table's stream. Environment: `TOPIC_ARN`, `IDEMPOTENCY_TABLE_NAME`. A record that fails is
 * reported, so that it comes again and those before it do not.
 */
export const handler = async (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> => {
  logger.addContext(context);
  idempotency.registerLambdaContext(context);
  return correlated(batchId(event.Records.map(idOf), context.awsRequestId), async () => {
    try {
      return await beforeDeadline(context, async () => {
        const processor = new BatchProcessor(EventType.DynamoDBStreams);
        const work = (record: DynamoDBRecord) =>
          correlated(idOf(record) ?? context.awsRequestId, () => announce(record));
        return processPartialResponse(event, work, processor, {
          context,
          // In the stream's order, and none is begun after one failed that will come again with it.
          processInParallel: false,
        });
      });
    } finally {
      publishMetrics();
    }
  });
};

/** The id of the request that brought a record's student; items of an older version have none. */
function idOf(record: DynamoDBRecord): string | undefined {
  return correlationIdIn({ correlationId: record.dynamodb?.NewImage?.["correlationId"]?.S });
}

async function announce(record: DynamoDBRecord): Promise<void> {
  if (record.eventName !== "INSERT") return;
  try {
    const { eventID, dynamodb: change } = validate(recordSchema, record, "InvalidRecord");
    await publishOnce(eventID, announcement(toStudent(change.NewImage as Image)));
  } catch (error) {
    count("Failures");
    logger.error("not announced", { eventID: record.eventID, error: error as Error });
    throw error;
  }
}

/** Publishes once per id, however often it is asked to. */
const publishOnce = makeIdempotent(
  async (eventID: string, mail: Announcement): Promise<null> => {
    const { MessageId } = await sns.send(new PublishCommand({ TopicArn, ...mail }));
    count("StudentAnnounced");
    logger.info("announced", { eventID, messageId: MessageId });
    // Nothing of the mail is kept in the idempotency table.
    return null;
  },
  { persistenceStore, config: idempotency, dataIndexArgument: 0 },
);
