import { deaggregateSync, type UserRecord } from "aws-kinesis-agg/lib/kpl-deagg";
import type { KinesisStreamRecord } from "aws-lambda";
import * as z from "zod/mini";

/** One record as its producer put it, taken out of its aggregate where there is one. */
export interface StreamRecord {
  /** `<shard>:<sequence number>` or, within an aggregate, `<shard>:<sequence number>:<position>`: the same however often it is delivered. */
  id: string;
  /** What a checkpoint names: the sequence number of the record, or of the aggregate around it. */
  sequenceNumber: string;
  partitionKey: string;
  /** The data, base64. */
  data: string;
}

const recordSchema = z.object({
  eventID: z.string(),
  kinesis: z.object({ sequenceNumber: z.string(), partitionKey: z.string(), data: z.string() }),
});

/** Every aggregate of the Kinesis Producer Library starts so. */
const AGGREGATE = Buffer.from("f3899ac2", "hex");

/**
 * The records of a batch in order, with those of the Kinesis Producer Library taken apart. What only looks like an
 * aggregate, and fails its checksum, is a record like any other, as the format wants it.
 *
 * {@link https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md}
 *
 * @param records of an event of Kinesis
 * @throws Error for what is not a record of Kinesis
 */
export function streamRecords(records: KinesisStreamRecord[]): StreamRecord[] {
  return records.flatMap((record) => {
    const { eventID, kinesis } = recordSchema.parse(record);
    const { sequenceNumber, partitionKey, data } = kinesis;
    const parts = isAggregate(data) ? partsOf(record.kinesis) : undefined;
    if (!parts) return [{ id: eventID, sequenceNumber, partitionKey, data }];
    return parts.map((part, position) => ({
      id: `${eventID}:${position}`,
      sequenceNumber,
      partitionKey: part.partitionKey,
      data: part.data,
    }));
  });
}

function isAggregate(data: string): boolean {
  // Six characters of base64 and a bit are the four bytes; the rest need not be decoded to know.
  return Buffer.from(data.slice(0, 8), "base64").subarray(0, AGGREGATE.length).equals(AGGREGATE);
}

function partsOf(record: KinesisStreamRecord["kinesis"]): UserRecord[] | undefined {
  let parts: UserRecord[] | undefined;
  let failed = false;
  deaggregateSync(record, true, (error, records) => {
    if (error) failed = true;
    else parts = records;
  });
  return failed ? undefined : parts;
}
