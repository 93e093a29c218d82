import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { BatchWriteItemCommand, type WriteRequest } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { logger } from "../shared/logger";
import { count } from "../shared/metrics";
import { NamedError } from "../shared/named-error";
import { validate } from "../shared/validate";
import { workflowHandler } from "../shared/workflow-handler";
import { sampleItems } from "./sample-items";

const TableName = requiredVariable("TABLE_NAME");

const item = z.unknown().check(z.refine((value) => text(value) !== "", "must be neither null nor empty"));
const eventSchema = z.object({
  execution: z.string().check(z.minLength(1)),
  input: z.looseObject({ items: z.optional(z.array(item)) }),
});

/** What the machine works through. */
export interface List {
  /** Names the rows, and groups the messages: only letters, digits, `-` and `_`, at most 60. */
  list: string;
  /** How many rows there are, at positions 1 to this. */
  rows: number;
}

/**
 * Writes a list into the table, one row per item, in order. Doing so again writes the same rows.
 *
 * Event: `execution`, the execution's name, and its `input`, `{ items }` or `{}` for sample rows. Environment: `TABLE_NAME`.
 * Errors: `InvalidItems`; `TableBusy` where the table still throttles after several tries.
 */
export const handler = workflowHandler(async (event): Promise<List> => {
  const { execution, input } = validate(eventSchema, event, "InvalidItems");
  const items = input.items ?? sampleItems;
  const list = listName(execution);
  const expires = { N: String(Math.floor(Date.now() / 1000) + KEPT_SECONDS) };
  const rows = items.map((each, index): WriteRequest => {
    const position = { N: String(index + 1) };
    return { PutRequest: { Item: { list: { S: list }, position, message: { S: text(each) }, expires } } };
  });
  for (let start = 0; start < rows.length; start += BATCH) await write(rows.slice(start, start + BATCH));
  count("RowsSeeded", rows.length);
  logger.info("seeded", { execution, list, rows: rows.length });
  return { list, rows: rows.length };
});

/** The most that one call takes. */
const BATCH = 25;
const TRIES = 6;
const FIRST_PAUSE_MILLISECONDS = 100;
/** A list is done within hours; its rows stay for a week, for whoever looks into a failure. */
const KEPT_SECONDS = 7 * 24 * 60 * 60;

const THROTTLED = ["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"];

/** What the queue gets for an item: text as it is, anything else as JSON. */
function text(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The execution's name where it can name a message group, else a hash of it: names may have any letters. */
function listName(execution: string): string {
  if (/^[A-Za-z0-9_-]{1,60}$/.test(execution)) return execution;
  return createHash("sha256").update(execution).digest("hex").slice(0, 40);
}

/** Writes what the table takes, and the rest after a growing pause. */
async function write(rows: WriteRequest[]): Promise<void> {
  let left = rows;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) await pause(FIRST_PAUSE_MILLISECONDS * 2 ** (attempt - 1) * (0.5 + Math.random()));
    left = await writeOnce(left);
    if (left.length === 0) return;
  }
  throw new NamedError("TableBusy", `The table did not take ${left.length} rows after ${TRIES} tries.`);
}

async function writeOnce(rows: WriteRequest[]): Promise<WriteRequest[]> {
  try {
    const { UnprocessedItems } = await dynamodb.send(
      new BatchWriteItemCommand({ RequestItems: { [TableName]: rows } }),
    );
    return UnprocessedItems?.[TableName] ?? [];
  } catch (error) {
    if (THROTTLED.includes((error as Error).name)) return rows;
    throw error;
  }
}
