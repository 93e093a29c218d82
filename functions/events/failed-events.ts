import * as z from "zod/mini";
import { correlationIdIn } from "../shared/correlation";
import { validate } from "../shared/validate";
import type { FailedEvent } from "./failed-event";
import { readBatch } from "./read-batch";

const context = z.object({ requestId: z.string(), functionArn: z.string(), condition: z.string() });

/** What Lambda writes of an asynchronous invocation. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const invocationSchema = z.object({
  timestamp: z.string(),
  requestContext: context,
  requestPayload: z.optional(z.unknown()),
});

/** What Lambda writes of records that it gave up: where they are. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
const batchSchema = z.object({
  timestamp: z.string(),
  requestContext: context,
  KinesisBatchInfo: z.object({
    shardId: z.string(),
    startSequenceNumber: z.string(),
    endSequenceNumber: z.string(),
    batchSize: z.number(),
  }),
});

/** What the router writes, see `functions/shared/rejected-record.ts`. */
const rejectedSchema = z.object({
  kind: z.literal("record"),
  id: z.string(),
  reason: z.string(),
  partitionKey: z.string(),
  data: z.optional(z.string()),
  truncated: z.optional(z.literal(true)),
  bytes: z.optional(z.number()),
  sha256: z.optional(z.string()),
});

/**
 * The events that a message of the queue of failures is about. Those of a batch are read from the stream, while it still
 * has them: the message only says where they are.
 *
 * @param body the message's text
 * @throws ApiError for a message of no known form
 */
export async function failedEvents(body: string): Promise<FailedEvent[]> {
  const message = parsed(body);
  const failedAt = new Date().toISOString();
  if (has(message, "KinesisBatchInfo")) {
    const { timestamp, requestContext, KinesisBatchInfo } = validate(batchSchema, message, "InvalidMessage");
    const records = await readBatch(KinesisBatchInfo);
    return records.map(({ id, partitionKey, data }) => ({
      ...kept(data),
      ...followed(inRecord(data)),
      id,
      kind: "record",
      partitionKey,
      reason: requestContext.condition,
      failedAt: timestamp,
    }));
  }
  if (has(message, "kind")) {
    const rejected = validate(rejectedSchema, message, "InvalidMessage");
    const { id, kind, reason, partitionKey, data, truncated, bytes, sha256 } = rejected;
    const known = { id, kind, partitionKey, reason, failedAt };
    // A part of a record must not be replayed as one; it shows a person what the record was.
    if (truncated) return [{ ...known, beginning: data, bytes, sha256 }];
    return [{ ...kept(data), ...followed(inRecord(data)), ...known }];
  }
  const { timestamp, requestContext, requestPayload } = validate(invocationSchema, message, "InvalidMessage");
  return [
    {
      ...kept(requestPayload === undefined ? undefined : JSON.stringify(requestPayload)),
      ...followed(requestPayload),
      id: requestContext.requestId,
      kind: "connector",
      target: requestContext.functionArn.split(":")[6],
      reason: requestContext.condition,
      failedAt: timestamp,
    },
  ];
}

/** Characters of a payload that is kept: an item of DynamoDB has at most 400 KB. */
const MOST_PAYLOAD = 350_000;

function kept(payload: string | undefined): { payload?: string } {
  return payload !== undefined && payload.length <= MOST_PAYLOAD ? { payload } : {};
}

/** The event in a record's data, where it is one. */
function inRecord(data: string | undefined): unknown {
  return data === undefined ? undefined : parsed(Buffer.from(data, "base64").toString("utf8"));
}

function followed(event: unknown): { correlationId?: string } {
  const correlationId = correlationIdIn(event);
  return correlationId === undefined ? {} : { correlationId };
}

function has(message: unknown, field: string): boolean {
  return typeof message === "object" && message !== null && Object.hasOwn(message, field);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
