import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { correlated, correlationIdIn } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { DEFAULT_MAX_AGE_SECONDS } from "../shared/parameters/cached-value";
import { secret } from "../shared/parameters/secret";
import { validate } from "../shared/validate";
import { CircuitBreaker } from "./circuit-breaker";
import { eventSchema, type Event } from "./event";
import { KEPT_SECONDS } from "./failed-event";
import { sendToWebService, type WebServiceOptions } from "./web-service";

const TableName = requiredVariable("STATE_TABLE_NAME");

const secretArn = process.env["WEB_SERVICE_SECRET_ARN"];
const tokenSchema = z.object({ token: z.string().check(z.minLength(1)) });
const maxAgeSeconds = Number(process.env["WEB_SERVICE_SECRET_MAX_AGE_SECONDS"] ?? DEFAULT_MAX_AGE_SECONDS);
const service: WebServiceOptions = {
  url: requiredVariable("WEB_SERVICE_URL"),
  token: secretArn ? secret(secretArn, tokenSchema, { maxAgeSeconds }) : undefined,
  timeout: Number(requiredVariable("WEB_SERVICE_TIMEOUT_MILLISECONDS")),
};
const circuit = new CircuitBreaker({ TableName, name: "web", threshold: 5, openFor: 30_000 });

/**
 * Longer than an event that got through can come back: it may wait in the queue of failures (4 days) and in its dead-letter
 * queue (14) until it is kept, be replayed on the last day of that, and stand in the stream (7) and in Lambda's queue again.
 */
const REMEMBERED_SECONDS = KEPT_SECONDS + 30 * 24 * 60 * 60;
const idempotency = new IdempotencyConfig({ expiresAfterSeconds: REMEMBERED_SECONDS, throwOnNoIdempotencyKey: true });
const persistenceStore = new DynamoDBPersistenceLayer({ tableName: TableName, awsSdkV3Client: dynamodb });

/**
 * The connector `web`: sends an event to a third party's web service, once per id.
 *
 * Event: an event, invoked asynchronously. Environment: `WEB_SERVICE_URL`, `WEB_SERVICE_TIMEOUT_MILLISECONDS`,
 * `STATE_TABLE_NAME`, and where the service wants a token `WEB_SERVICE_SECRET_ARN` (a secret `{ "token" }`) and
 * `WEB_SERVICE_SECRET_MAX_AGE_SECONDS`. What it throws makes Lambda try again, twice, after one and two minutes; then the event
 * goes to the queue of failures.
 */
export const handler = async (event: unknown, context: Context): Promise<void> => {
  logger.addContext(context);
  idempotency.registerLambdaContext(context);
  const correlationId = correlationIdIn(event);
  return correlated(correlationId ?? context.awsRequestId, async () => {
    try {
      const valid = validate(eventSchema, event, "InvalidEvent");
      await beforeDeadline(context, () => deliverOnce(valid.id, { ...valid, correlationId }));
    } catch (error) {
      count("Failures");
      logger.error("not delivered", { error: error as Error });
      throw error;
    } finally {
      publishMetrics();
    }
  });
};

const deliverOnce = makeIdempotent(
  async (id: string, event: Event): Promise<null> => {
    await circuit.run(() => sendToWebService(service, event));
    count("EventDelivered");
    logger.info("delivered", { eventId: id });
    return null;
  },
  { persistenceStore, config: idempotency, dataIndexArgument: 0 },
);
