import { PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { waitBeforeRetry } from "../shared/backoff";
import { kinesis } from "../shared/kinesis";
import { count } from "../shared/metrics";

/** A record to be put. */
export interface Entry {
  PartitionKey: string;
  Data: Uint8Array;
}

const ATTEMPTS = 5;
const BACKOFF = { base: 100, most: 1_000 };

/**
 * Puts records into a stream. Those that Kinesis rejects, for instance because their shard is throttled, are put again,
 * and only those. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 *
 * @param StreamName the stream
 * @param entries 1 to 500
 * @returns the indexes of those that Kinesis did not take in the end; empty where all are in
 * @throws the SDK's error, or an AbortError, where it cannot be known what is in
 */
export async function putRecords(StreamName: string, entries: readonly Entry[]): Promise<number[]> {
  let waiting = entries.map((_, index) => index);
  for (let attempt = 1; ; attempt++) {
    const { Records = [] } = await kinesis.send(
      new PutRecordsCommand({ StreamName, Records: waiting.map((index) => entries[index]!) }),
    );
    // Answered in the order of the request. Only what has a sequence number is in.
    waiting = waiting.filter((_, position) => !Records[position]?.SequenceNumber);
    if (waiting.length === 0 || attempt === ATTEMPTS) return waiting;
    count("RecordsRejected", waiting.length);
    await waitBeforeRetry(attempt, BACKOFF);
  }
}
