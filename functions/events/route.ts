import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
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
  try {
    return await beforeDeadline(context, async () => {
      const records = streamRecords(batch.Records);
      const router = await rules.current();
      const errors = await inParallel(records, AT_A_TIME, (record) => routeRecord(router, record));
      errors.forEach((error, index) => logger.error("not routed", { record: records[index]!.id, error }));
      count("EventsRouted", records.length - errors.size);
      if (errors.size === 0) return { batchItemFailures: [] };
      count("Failures", errors.size);
      const [first] = errors.keys();
      return { batchItemFailures: [{ itemIdentifier: records[first!]!.sequenceNumber }] };
    });
  } finally {
    publishMetrics();
  }
};

async function routeRecord(router: Router, record: StreamRecord): Promise<void> {
  const event = eventOf(record);
  const payload = event && JSON.stringify(event);
  if (!event || Buffer.byteLength(payload!) > MOST_EVENT_BYTES) {
    const reason = event ? "EventTooLarge" : "InvalidEvent";
    await rejectRecord(record, reason);
    count("EventsRejected");
    logger.warn("rejected", { record: record.id, reason });
    return;
  }
  for (const target of router(event)) await invokeConnector(target, payload!);
}

/** The event in a record; one without an id gets the record's, which is the same each time it is delivered. */
function eventOf(record: StreamRecord): Event | undefined {
  const { data } = streamEventSchema.safeParse(parsed(record.data));
  return data && { ...data, id: data.id ?? record.id };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(Buffer.from(data, "base64").toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
