import { PutRecordsCommand, type KinesisClient } from "@aws-sdk/client-kinesis";
import type { Outcome } from "../call";

/** Puts records in one call. What the stream does not take counts as a failure, and is not put again. */
export async function putRecords(
  client: KinesisClient,
  StreamName: string,
  records: readonly { id: string }[],
): Promise<Outcome> {
  const Entries = records.map((record) => ({ Data: Buffer.from(JSON.stringify(record)), PartitionKey: record.id }));
  try {
    const { Records = [] } = await client.send(new PutRecordsCommand({ StreamName, Records: Entries }));
    const refused = Records.find(({ ErrorCode }) => ErrorCode !== undefined)?.ErrorCode;
    return refused === undefined ? { ok: true, kind: "put" } : { ok: false, ...named(refused) };
  } catch (error) {
    return { ok: false, ...named((error as Error).name) };
  }
}

function named(kind: string): Pick<Outcome, "kind" | "heldBack"> {
  return /ThroughputExceeded|LimitExceeded|Throttling/.test(kind) ? { kind, heldBack: "stream" } : { kind };
}
