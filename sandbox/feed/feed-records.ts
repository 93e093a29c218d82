import { PutRecordsCommand, type KinesisClient, type PutRecordsRequestEntry } from "@aws-sdk/client-kinesis";

/** Records of one call of Kinesis. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const MOST_RECORDS = 500;

/**
 * The records of a file: one JSON value a line, or one array of them.
 *
 * @param text of the file
 * @throws Error naming the line that is not JSON
 */
export function recordsOf(text: string): unknown[] {
  try {
    const whole = JSON.parse(text) as unknown;
    return Array.isArray(whole) ? whole : [whole];
  } catch {
    // It is lines, then.
  }
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch (error) {
      throw new Error(`Line ${index + 1} is not JSON: ${(error as Error).message}`);
    }
  });
}

/**
 * Puts records into a stream, as a producer of the back end does. What Kinesis rejects is put again.
 *
 * @param client of the stream's account and region
 * @param StreamName the stream
 * @param records each becomes JSON; its `id` is the partition key
 * @returns how many were put
 */
export async function feedRecords(client: KinesisClient, StreamName: string, records: unknown[]): Promise<number> {
  let waiting = records.map(entryOf);
  const total = waiting.length;
  while (waiting.length > 0) {
    const batch = waiting.slice(0, MOST_RECORDS);
    const { Records = [] } = await client.send(new PutRecordsCommand({ StreamName, Records: batch }));
    const rejected = batch.filter((_, index) => Records[index]?.ErrorCode !== undefined);
    waiting = [...rejected, ...waiting.slice(MOST_RECORDS)];
  }
  return total;
}

function entryOf(record: unknown, index: number): PutRecordsRequestEntry {
  const id = (record as { id?: unknown } | null)?.id;
  return {
    Data: Buffer.from(JSON.stringify(record)),
    PartitionKey: typeof id === "string" && id !== "" ? id.slice(0, 256) : String(index),
  };
}
