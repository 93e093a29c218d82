import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { batchId, correlated, correlationIdIn } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { requiredVariable } from "../shared/environment";
import { inParallel } from "../shared/in-parallel";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { rejectRecord } from "../shared/reject-record";
import { streamRecords, type StreamRecord } from "../shared/stream-records";
import { MOST_EVENT_BYTES, streamEventSchema, type Event } from "./event";
import { connectors, invokeConnector } from "./invoke-connector";
import type { Router } from "./router";
import { RulesSource } from "./rules-source";

/** Calls of Lambda at a time: enough to hide their latency, few enough for the function's memory. */
const AT_A_TIME = 20;

const rules = new RulesSource({
  bucket: requiredVariable("RULES_BUCKET"),
  key: requiredVariable("RULES_KEY"),
  maxAge: Number(requiredVariable("RULES_MAX_AGE_SECONDS")) * 1000,
  targets: Object.keys(connectors),
});

/**
 * Hands each event of a batch to the connectors that the rules name.
 *
 * Event: records of the stream, those of the Kinesis Producer Library too. Environment: `RULES_BUCKET`, `RULES_KEY`,
 * `RULES_MAX_AGE_SECONDS`, `CONNECTORS`, `FAILED_QUEUE_URL`. A record that is no event is set aside at once, since no
 * retry can help it. Where a connector cannot be invoked, the first record that failed is reported, and it and those
 * after it come again; connectors know an event that they have had by its id.
 */
export const handler = async (batch: KinesisStreamEvent, context: Context): Promise<KinesisStreamBatchResponse> => {
  logger.addContext(context);
  const records = streamRecords(batch.Records).map(read);
  const common = batchId(
    records.map(({ correlationId }) => correlationId),
    context.awsRequestId,
  );
  return correlated(common, async () => {
    try {
      return await beforeDeadline(context, () => routeAll(records));
    } finally {
      publishMetrics();
    }
  });
};

/** A record, with the event in it where it holds one. */
interface ReadRecord {
  record: StreamRecord;
  event: Event | undefined;
  /** Of the request that the event comes from; else the event's or the record's own id. */
  correlationId: string;
}

async function routeAll(records: ReadRecord[]): Promise<KinesisStreamBatchResponse> {
  const router = await rules.current();
  const errors = await inParallel(records, AT_A_TIME, ({ correlationId, ...each }) =>
    correlated(correlationId, () => routeRecord(router, each)),
  );
  errors.forEach((error, index) => {
    const { record, correlationId } = records[index]!;
    logger.error("not routed", { record: record.id, correlation_id: correlationId, error });
  });
  count("EventsRouted", records.length - errors.size);
  if (errors.size === 0) return { batchItemFailures: [] };
  count("Failures", errors.size);
  const [first] = errors.keys();
  return { batchItemFailures: [{ itemIdentifier: records[first!]!.record.sequenceNumber }] };
}

async function routeRecord(router: Router, { record, event }: Omit<ReadRecord, "correlationId">): Promise<void> {
  const payload = event && JSON.stringify(event);
  if (!event || Buffer.byteLength(payload!) > MOST_EVENT_BYTES) {
    const reason = event ? "EventTooLarge" : "InvalidEvent";
    await rejectRecord(record, reason);
    count("EventsRejected");
    logger.warn("rejected", { record: record.id, reason });
    return;
  }
  const targets = router(event);
  for (const target of targets) await invokeConnector(target, payload!);
  logger.info("routed", { eventId: event.id, targets });
}

/** The event in a record; one without an id gets the record's, which is the same each time it is delivered. */
function read(record: StreamRecord): ReadRecord {
  const value = parsed(record.data);
  const { data } = streamEventSchema.safeParse(value);
  const id = data?.id ?? record.id;
  const correlationId = correlationIdIn(value) ?? id;
  return { record, event: data && { ...data, id, correlationId }, correlationId };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(Buffer.from(data, "base64").toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
