import { aggregate } from "aws-kinesis-agg";
import type { KinesisStreamEvent, KinesisStreamRecord } from "aws-lambda";

/** A record of a batch, as Lambda gives it. */
export function kinesisRecord(data: unknown, sequenceNumber: string | number): KinesisStreamRecord {
  const bytes = Buffer.isBuffer(data) ? data : Buffer.from(typeof data === "string" ? data : JSON.stringify(data));
  return {
    eventID: `shardId-000000000000:${sequenceNumber}`,
    kinesis: { partitionKey: "key", sequenceNumber: String(sequenceNumber), data: bytes.toString("base64") },
  } as KinesisStreamRecord;
}

/** A batch. */
export function kinesisBatch(...Records: KinesisStreamRecord[]): KinesisStreamEvent {
  return { Records };
}

/** What the Kinesis Producer Library makes of several records: one. */
export function aggregated(...data: unknown[]): Promise<Buffer> {
  const records = data.map((each, index) => ({
    partitionKey: `key-${index}`,
    data: Buffer.from(typeof each === "string" ? each : JSON.stringify(each)),
  }));
  return new Promise((resolve, reject) => {
    let made: Buffer | undefined;
    aggregate(
      records,
      (record, done) => {
        made = Buffer.from(record.data);
        done();
      },
      () => resolve(made!),
      reject,
    );
  });
}
