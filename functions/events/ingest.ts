import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { ApiError } from "../shared/api-error";
import { requiredVariable } from "../shared/environment";
import { logger } from "../shared/logger";
import { mappedHandler } from "../shared/mapped-handler";
import { count } from "../shared/metrics";
import { problemsOf, validate } from "../shared/validate";
import { MOST_EVENT_BYTES, sentEventSchema, type Event } from "./event";
import { putRecords, type Entry } from "./put-records";

const StreamName = requiredVariable("STREAM_NAME");

/** Records of one call of Kinesis, keys included. https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const MOST_BYTES = 4_500_000;
const MOST_EVENTS = 500;

const requestSchema = z.object({ body: z.unknown() });
const batchSchema = z.strictObject({
  events: z
    .array(z.unknown(), "must be a list of 1 to 500 events")
    .check(z.minLength(1, "must have at least one event"), z.maxLength(MOST_EVENTS, "must have at most 500 events")),
});

/**
 * Takes events into the stream (`POST /events`): one, or `{ "events": […] }` with up to 500.
 *
 * Event: `{ requestId, caller, body }`, made by `templates/request.vtl`. Environment: `STREAM_NAME`.
 * Answers 202 `{ accepted }` when all are in, 400 `InvalidEvent` naming the first bad one and taking none, 413
 * `EventsTooLarge`, 503 `NotAccepted` when Kinesis did not take all of them, 500 `InternalError`.
 */
export const handler = mappedHandler(async (request, correlationId) => {
  const { body } = validate(requestSchema, request, "InvalidRequest");
  const entries = entriesOf(body, correlationId);
  if (entries.reduce((sum, { Data }) => sum + Data.length + 256, 0) > MOST_BYTES) {
    throw new ApiError(413, "EventsTooLarge", `The events must have less than ${MOST_BYTES} bytes together.`);
  }
  const left = await put(entries);
  if (left > 0) {
    count("EventsNotAccepted", left);
    throw new ApiError(
      503,
      "NotAccepted",
      "Not every event was accepted; send all of them again. Events with an id are processed once.",
    );
  }
  count("EventsAccepted", entries.length);
  return { status: 202, body: { accepted: entries.length } };
});

/** How many are not in. Where that cannot be known, all of them: sending an event twice does no harm. */
async function put(entries: Entry[]): Promise<number> {
  try {
    return (await putRecords(StreamName, entries)).length;
  } catch (error) {
    logger.error("not put", { events: entries.length, error: error as Error });
    return entries.length;
  }
}

function entriesOf(body: unknown, correlationId: string): Entry[] {
  const isBatch = typeof body === "object" && body !== null && Object.hasOwn(body, "events");
  const at = new Date().toISOString();
  const sent = isBatch ? validate(batchSchema, body, "InvalidEvents").events : [body];
  return sent.map((each, index) => {
    const { data, error } = sentEventSchema.safeParse(each);
    const refuse = (problem: string) =>
      new ApiError(400, "InvalidEvent", isBatch ? `events[${index}]: ${problem}` : problem);
    if (!data) throw refuse(problemsOf(error).join("; "));
    const { id = randomUUID(), type, source, detail } = data;
    const entry = toEntry({ id, at, correlationId, type, source, detail });
    // As the router will measure it: what was answered with 202 must not be refused afterwards.
    if (entry.Data.length > MOST_EVENT_BYTES) throw refuse(TOO_LARGE);
    return entry;
  });
}

const TOO_LARGE = `the event has more than ${MOST_EVENT_BYTES} bytes, with the id, the time and the request's id that it gets`;

/** By id, so that the events spread over all shards whatever their source. */
function toEntry(event: Event): Entry {
  return { PartitionKey: event.id, Data: Buffer.from(JSON.stringify(event)) };
}
