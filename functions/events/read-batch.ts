import { GetRecordsCommand, GetShardIteratorCommand } from "@aws-sdk/client-kinesis";
import { requiredVariable } from "../shared/environment";
import { kinesis } from "../shared/kinesis";

const StreamName = requiredVariable("STREAM_NAME");

/** Where the records of a batch are. */
export interface BatchPosition {
  shardId: string;
  startSequenceNumber: string;
  endSequenceNumber: string;
  batchSize: number;
}

/** A record as it is kept; an aggregate stays whole, to be taken apart when it comes again. */
export interface KeptRecord {
  id: string;
  partitionKey: string;
  /** Base64. */
  data: string;
}

/**
 * Reads the records of a batch again. Those that the stream no longer has are not among them.
 *
 * @throws the SDK's error
 */
export async function readBatch(position: BatchPosition): Promise<KeptRecord[]> {
  const { shardId: ShardId, startSequenceNumber: StartingSequenceNumber, batchSize } = position;
  const last = BigInt(position.endSequenceNumber);
  const found: KeptRecord[] = [];
  let { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamName,
      ShardId,
      ShardIteratorType: "AT_SEQUENCE_NUMBER",
      StartingSequenceNumber,
    }),
  );
  while (ShardIterator && found.length < batchSize) {
    const page = await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: batchSize - found.length }));
    for (const { SequenceNumber = "0", PartitionKey = "", Data = new Uint8Array() } of page.Records ?? []) {
      if (BigInt(SequenceNumber) > last) return found;
      const data = Buffer.from(Data).toString("base64");
      found.push({ id: `${ShardId}:${SequenceNumber}`, partitionKey: PartitionKey, data });
    }
    // An empty page at the end of the shard: what is missing has expired.
    if (!page.Records?.length && (page.MillisBehindLatest ?? 0) === 0) return found;
    ShardIterator = page.NextShardIterator;
  }
  return found;
}
