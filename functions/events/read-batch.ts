import { GetRecordsCommand, GetShardIteratorCommand, type _Record } from "@aws-sdk/client-kinesis";
import type { KinesisStreamRecord } from "aws-lambda";
import { requiredVariable } from "../shared/environment";
import { kinesis } from "../shared/kinesis";
import { streamRecords, type StreamRecord } from "../shared/stream-records";

const StreamName = requiredVariable("STREAM_NAME");

/** Where the records of a batch are. */
export interface BatchPosition {
  shardId: string;
  startSequenceNumber: string;
  endSequenceNumber: string;
  batchSize: number;
}

/**
 * Reads the records of a batch again, taken out of their aggregates, with the ids that the router gave them. Those that the
 * stream no longer has are not among them.
 *
 * @throws the SDK's error
 */
export async function readBatch(position: BatchPosition): Promise<StreamRecord[]> {
  const { shardId: ShardId, startSequenceNumber: StartingSequenceNumber, batchSize } = position;
  const last = BigInt(position.endSequenceNumber);
  const found: StreamRecord[] = [];
  let left = batchSize;
  let { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamName,
      ShardId,
      ShardIteratorType: "AT_SEQUENCE_NUMBER",
      StartingSequenceNumber,
    }),
  );
  while (ShardIterator && left > 0) {
    const page = await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: left }));
    for (const record of page.Records ?? []) {
      if (BigInt(record.SequenceNumber ?? "0") > last) return found;
      found.push(...streamRecords([asDelivered(ShardId, record)]));
      left -= 1;
    }
    // An empty page at the end of the shard: what is missing has expired.
    if (!page.Records?.length && (page.MillisBehindLatest ?? 0) === 0) return found;
    ShardIterator = page.NextShardIterator;
  }
  return found;
}

/** A record as Lambda would deliver it. */
function asDelivered(shardId: string, { SequenceNumber = "0", PartitionKey = "", Data }: _Record): KinesisStreamRecord {
  const data = Buffer.from(Data ?? []).toString("base64");
  const kinesis = { sequenceNumber: SequenceNumber, partitionKey: PartitionKey, data };
  return { eventID: `${shardId}:${SequenceNumber}`, kinesis } as KinesisStreamRecord;
}
