import {
  ConditionalCheckFailedException,
  QueryCommand,
  UpdateItemCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import { PutRecordCommand } from "@aws-sdk/client-kinesis";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { correlated } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { kinesis } from "../shared/kinesis";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { validate } from "../shared/validate";
import { streamEventSchema } from "./event";
import { WAITING, WAITING_INDEX } from "./failed-event";
import { invokeConnector } from "./invoke-connector";

const TableName = requiredVariable("FAILED_TABLE_NAME");
const StreamName = requiredVariable("STREAM_NAME");

const requestSchema = z.object({
  limit: z._default(
    z.int("must be a whole number").check(z.minimum(1, "must be at least 1"), z.maximum(1000, "must be at most 1000")),
    100,
  ),
  target: z.optional(z.string("must be the name of a function")),
  kind: z.optional(z.enum(["connector", "record"], "must be connector or record")),
});

/** What was done. */
export interface Replayed {
  replayed: number;
  /** Those that could not be sent, and wait on. */
  failed: number;
  /** Whether others that were asked for wait still: call again. */
  more: boolean;
}

type Item = Record<string, AttributeValue>;

/**
 * Sends kept events on their way again, the oldest first: to the connector that gave them up, or into the stream. One that
 * fails again is kept again. Sent before it is marked, so an interruption may send one twice, and loses none; connectors
 * know an event that they have had by its id, which an event that came without one has from its first record.
 *
 * Event: `{}` or `{ limit?, target?, kind? }`, invoked by a person. Environment: `FAILED_TABLE_NAME`, `STREAM_NAME`,
 * `CONNECTORS`.
 */
export const handler = async (event: unknown, context: Context): Promise<Replayed> => {
  logger.addContext(context);
  const { limit, target, kind } = validate(requestSchema, event ?? {}, "InvalidRequest");
  return correlated(context.awsRequestId, async () => {
    try {
      return await beforeDeadline(context, async () => {
        const waiting = await findWaiting(limit + 1, { target, kind });
        const result: Replayed = { replayed: 0, failed: 0, more: waiting.length > limit };
        for (const item of waiting.slice(0, limit)) {
          const isSent = await correlated(idOf(item), () => replay(item));
          result[isSent ? "replayed" : "failed"] += 1;
        }
        count("EventsReplayed", result.replayed);
        return result;
      });
    } finally {
      publishMetrics();
    }
  });
};

/** The id of the request that the event comes from; where it is not known, what it is kept under. */
function idOf(item: Item): string {
  return item["correlationId"]?.S ?? item["id"]?.S ?? "";
}

async function findWaiting(most: number, wanted: { target?: string; kind?: string }): Promise<Item[]> {
  const filters = Object.entries(wanted).filter(([, value]) => value !== undefined);
  const found: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await dynamodb.send(
      new QueryCommand({
        TableName,
        IndexName: WAITING_INDEX,
        KeyConditionExpression: "waiting = :waiting",
        ...(filters.length && {
          FilterExpression: filters.map(([name]) => `#${name} = :${name}`).join(" AND "),
          ExpressionAttributeNames: Object.fromEntries(filters.map(([name]) => [`#${name}`, name])),
        }),
        ExpressionAttributeValues: {
          ":waiting": { S: WAITING },
          ...Object.fromEntries(filters.map(([name, value]) => [`:${name}`, { S: value! }])),
        },
        ExclusiveStartKey,
      }),
    );
    found.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey && found.length < most);
  return found.slice(0, most);
}

async function replay(item: Item): Promise<boolean> {
  const id = item["id"]?.S ?? "";
  try {
    await send(item);
    await mark(id);
    logger.info("replayed", { failedId: id });
    return true;
  } catch (error) {
    logger.error("not replayed", { failedId: id, error: error as Error });
    return false;
  }
}

async function send(item: Item): Promise<void> {
  const payload = item["payload"]?.S;
  if (payload === undefined) throw new Error("Its event was too large to be kept");
  if (item["kind"]?.S === "connector") return invokeConnector(item["target"]?.S ?? "", payload);
  const PartitionKey = item["partitionKey"]?.S ?? "replay";
  const Data = withId(Buffer.from(payload, "base64"), item["id"]?.S ?? "");
  await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey, Data }));
}

/**
 * An event without an id went to connectors under its record's, and the record that is put now will have another one. What
 * the router would refuse stays as it is.
 */
function withId(data: Buffer, id: string): Buffer {
  const value = parsed(data);
  const { data: event } = streamEventSchema.safeParse(value);
  if (!event || event.id !== undefined) return data;
  return Buffer.from(JSON.stringify({ ...(value as object), id }));
}

function parsed(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

async function mark(id: string): Promise<void> {
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: { id: { S: id } },
        UpdateExpression: "REMOVE waiting SET replayedAt = :now",
        ConditionExpression: "attribute_exists(waiting)",
        ExpressionAttributeValues: { ":now": { S: new Date().toISOString() } },
      }),
    );
  } catch (error) {
    // Somebody else replayed it at the same time.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
