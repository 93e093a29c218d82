import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { batchId, correlated, correlationIdIn, correlationIds } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { rejectRecord } from "../shared/reject-record";
import { streamRecords, type StreamRecord } from "../shared/stream-records";
import { addOnce, groupsOf, MOST_HASHTAGS, type Addition } from "./count-posts";
import { hashtagsOf } from "./hashtags";
import { hourOf, postSchema } from "./post";

/**
 * Counts the hashtags of posts, by hashtag and hour. A post counts once by its id, however often it is delivered within
 * eight days.
 *
 * Event: records of the stream, those of the Kinesis Producer Library too. Environment: `COUNTS_TABLE_NAME`,
 * `COUNTED_TABLE_NAME`, `FAILED_QUEUE_URL`. A record that is no post is set aside at once. Where the table or the queue fails,
 * those before are counted, the first record that is not is reported, and it and those after it come again.
 */
export const handler = async (batch: KinesisStreamEvent, context: Context): Promise<KinesisStreamBatchResponse> => {
  logger.addContext(context);
  const records = streamRecords(batch.Records);
  const ids = records.map(idOf);
  return correlated(batchId(ids, context.awsRequestId), async () => {
    try {
      const response = await beforeDeadline(context, () => countAll(records));
      const failed = response.batchItemFailures.length > 0;
      if (!failed) logger.info("counted", { records: records.length, ...correlationIds(ids) });
      return response;
    } finally {
      publishMetrics();
    }
  });
};

/** The id of the request that a post comes from, where its producer put one into the record. */
function idOf({ data }: StreamRecord): string | undefined {
  return correlationIdIn(parsed(data));
}

/** Where an addition comes from, to report it. */
interface Origin {
  record: StreamRecord;
}

async function countAll(records: StreamRecord[]): Promise<KinesisStreamBatchResponse> {
  // The same post twice in a batch counts once, like everywhere.
  const additions = new Map<string, Addition & Origin>();
  let kept: { record: StreamRecord; error: Error } | undefined;
  for (const record of records) {
    const found = additionsOf(record);
    try {
      if (!found) await setAside(record);
    } catch (error) {
      kept = { record, error: error as Error };
      break;
    }
    for (const addition of found ?? []) {
      if (!additions.has(addition.id)) additions.set(addition.id, { ...addition, record });
    }
  }
  for (const group of groupsOf([...additions.values()])) {
    try {
      await addOnce(group);
    } catch (error) {
      return failedFrom(group[0]!.record, error as Error);
    }
  }
  // After those before it, which then do not come again with it.
  if (kept) return failedFrom(kept.record, kept.error);
  count("RecordsCounted", records.length);
  return { batchItemFailures: [] };
}

function failedFrom(record: StreamRecord, error: Error): KinesisStreamBatchResponse {
  count("Failures");
  logger.error("not counted", { ...followed(record), error });
  return { batchItemFailures: [{ itemIdentifier: record.sequenceNumber }] };
}

async function setAside(record: StreamRecord): Promise<void> {
  await rejectRecord(record, "InvalidPost");
  count("PostsRejected");
  logger.warn("rejected", followed(record));
}

/** What a line about one record says of it. */
function followed(record: StreamRecord): Record<string, string> {
  const id = idOf(record);
  return { record: record.id, ...(id !== undefined && { correlation_id: id }) };
}

/** What a record adds, or nothing where it is no post. */
function additionsOf(record: StreamRecord): Addition[] | undefined {
  const { data: post } = postSchema.safeParse(parsed(record.data));
  if (!post) return undefined;
  const hashtags = [...hashtagsOf(post.text)];
  const hour = hourOf(post.at)!;
  const parts: Addition[] = [];
  for (let start = 0; start < hashtags.length; start += MOST_HASHTAGS) {
    parts.push({ id: `${start}:${post.id}`, hour, hashtags: new Map(hashtags.slice(start, start + MOST_HASHTAGS)) });
  }
  return parts;
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(Buffer.from(data, "base64").toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
