import {
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type CancellationReason,
  type TransactWriteItem,
} from "@aws-sdk/client-dynamodb";
import { waitBeforeRetry } from "../shared/backoff";
import { dynamodb } from "../shared/dynamodb";
import { requiredVariable } from "../shared/environment";
import { count } from "../shared/metrics";

const countsTable = requiredVariable("COUNTS_TABLE_NAME");
const countedTable = requiredVariable("COUNTED_TABLE_NAME");

/** Parts of one transaction. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html */
const MOST_PARTS = 100;
/** Eight days: longer than the stream keeps a record, so that none comes again after it was forgotten. */
const REMEMBERED_SECONDS = 8 * 24 * 60 * 60;
const ATTEMPTS = 8;
const BACKOFF = { base: 50, most: 2_000 };

/** What a post adds to the counts; a post with very many hashtags is several. */
export interface Addition {
  /** The post's id, or the part's: what is counted once. */
  id: string;
  hour: string;
  /** How much by hashtag; at most {@link MOST_HASHTAGS}. */
  hashtags: ReadonlyMap<string, number>;
}

/** Hashtags of one addition: one part of a transaction is its marker. */
export const MOST_HASHTAGS = MOST_PARTS - 1;

/**
 * Adds to the counts what was not added before. A marker for each id and the counts are written in one transaction, so
 * either both are there or none, whatever is interrupted and however often it is tried.
 *
 * @param additions with ids that differ, of as many hashtags together as fit a transaction, see {@link groupsOf}
 * @throws the SDK's error
 */
export async function addOnce(additions: readonly Addition[]): Promise<void> {
  let left = additions;
  for (let attempt = 1; left.length > 0; attempt++) {
    try {
      await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [...left.map(marker), ...sums(left)] }));
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const isNew = (_: Addition, index: number) => reasons[index]?.Code !== "ConditionalCheckFailed";
      const next = left.filter(isNew);
      if (next.length < left.length) {
        // Counted before. The others are tried again at once, it is not the table that is busy.
        count("PostsRepeated", left.length - next.length);
        left = next;
        continue;
      }
      if (attempt >= ATTEMPTS || !reasons.some(isPassing)) throw error;
      await waitBeforeRetry(attempt, BACKOFF);
    }
  }
}

/**
 * Puts additions together as many as fit one transaction, in their order.
 *
 * @param additions with ids that differ
 */
export function groupsOf<T extends Addition>(additions: readonly T[]): T[][] {
  const groups: T[][] = [];
  let parts = new Set<string>();
  for (const addition of additions) {
    const more = [`marker ${addition.id}`, ...[...addition.hashtags.keys()].map((tag) => `${addition.hour} ${tag}`)];
    const together = new Set([...parts, ...more]);
    if (groups.length > 0 && together.size <= MOST_PARTS) {
      groups.at(-1)!.push(addition);
      parts = together;
    } else {
      groups.push([addition]);
      parts = new Set(more);
    }
  }
  return groups;
}

/** Others write the same counts at the same time, or the table is busy. */
function isPassing({ Code }: CancellationReason): boolean {
  return ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"].includes(Code ?? "");
}

function marker({ id }: Addition): TransactWriteItem {
  const expiration = { N: String(Math.floor(Date.now() / 1000) + REMEMBERED_SECONDS) };
  return {
    Put: {
      TableName: countedTable,
      Item: { id: { S: id }, expiration },
      ConditionExpression: "attribute_not_exists(id)",
    },
  };
}

/** One update for each count: a transaction may not write an item twice. */
function sums(additions: readonly Addition[]): TransactWriteItem[] {
  const updates = new Map<string, { hashtag: string; hour: string; sum: number }>();
  for (const { hour, hashtags } of additions) {
    for (const [hashtag, times] of hashtags) {
      const key = `${hour} ${hashtag}`;
      updates.set(key, { hashtag, hour, sum: (updates.get(key)?.sum ?? 0) + times });
    }
  }
  return [...updates.values()].map(({ hashtag, hour, sum }) => ({
    Update: {
      TableName: countsTable,
      Key: { hashtag: { S: hashtag }, hour: { S: hour } },
      UpdateExpression: "ADD #count :sum",
      ExpressionAttributeNames: { "#count": "count" },
      ExpressionAttributeValues: { ":sum": { N: String(sum) } },
    },
  }));
}
