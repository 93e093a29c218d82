import { expect } from "chai";
import * as fc from "fast-check";
import { streamRecords } from "../../../functions/shared/stream-records";
import { aggregated, kinesisRecord } from "../support/kinesis-records";

const texts = (records: ReturnType<typeof streamRecords>) =>
  records.map(({ data }) => Buffer.from(data, "base64").toString("utf8"));

describe("streamRecords", () => {
  it("gives plain records as they are", () => {
    const [record] = streamRecords([kinesisRecord("hello", 7)]);
    expect(record).to.deep.equal({
      id: "shardId-000000000000:7",
      sequenceNumber: "7",
      partitionKey: "key",
      data: Buffer.from("hello").toString("base64"),
    });
  });

  it("takes aggregates apart, in order, each part with an id of its own and the aggregate's sequence number", async () => {
    const records = streamRecords([
      kinesisRecord("before", 1),
      kinesisRecord(await aggregated("a", "b", "c"), 2),
      kinesisRecord("after", 3),
    ]);
    expect(texts(records)).to.deep.equal(["before", "a", "b", "c", "after"]);
    expect(records.map(({ sequenceNumber }) => sequenceNumber)).to.deep.equal(["1", "2", "2", "2", "3"]);
    expect(records.slice(1, 4).map(({ id, partitionKey }) => `${id} ${partitionKey}`)).to.deep.equal([
      "shardId-000000000000:2:0 key-0",
      "shardId-000000000000:2:1 key-1",
      "shardId-000000000000:2:2 key-2",
    ]);
  });

  it("leaves whole what only begins like an aggregate, or fails its checksum", async () => {
    const broken = await aggregated("a", "b");
    broken[broken.length - 1]! ^= 1;
    for (const data of [broken, Buffer.from("f3899ac2", "hex"), Buffer.from("f3899ac2ffffffff", "hex")]) {
      const records = streamRecords([kinesisRecord(data, 1)]);
      expect(records).to.have.length(1);
      expect(Buffer.from(records[0]!.data, "base64").equals(data)).to.equal(true);
    }
  });

  it("gives back whatever was aggregated", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "grapheme", minLength: 1 }), { minLength: 1 }), async (sent) => {
        expect(texts(streamRecords([kinesisRecord(await aggregated(...sent), 1)]))).to.deep.equal(sent);
      }),
      { numRuns: 50 },
    );
  });

  it("refuses what is no record of Kinesis", () => {
    expect(() => streamRecords([{} as never])).to.throw();
  });
});
