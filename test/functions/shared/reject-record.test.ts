import "../support/environment";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { createHash } from "node:crypto";
import { rejectRecord } from "../../../functions/shared/reject-record";
import type { RejectedRecord } from "../../../functions/shared/rejected-record";
import { useAwsMock } from "../support/aws-mock";

/** What a queue takes that does not say otherwise. */
const QUEUE_TAKES = 262_144;

describe("setting a record aside", () => {
  const sqs = useAwsMock(SQSClient);
  beforeEach(() => void sqs().on(SendMessageCommand).resolves({}));

  const reject = async (bytes: Buffer, partitionKey = "k") => {
    await rejectRecord({ id: "shard:5", sequenceNumber: "5", partitionKey, data: bytes.toString("base64") }, "Bad");
    const body = sqs().commandCalls(SendMessageCommand).at(-1)!.args[0].input.MessageBody!;
    return { body, message: JSON.parse(body) as RejectedRecord };
  };

  it("sends the data along, whole where a message holds it", async () => {
    const { message } = await reject(Buffer.alloc(190_000, "x"));
    const data = Buffer.alloc(190_000, "x").toString("base64");
    expect(message).to.deep.equal({
      kind: "record",
      id: "shard:5",
      reason: "Bad",
      partitionKey: "k",
      sequenceNumber: "5",
      data,
    });
  });

  for (const size of [192_000, 196_608, 200_000, 262_500, 1_048_576]) {
    it(`always fits a message, also with ${size} bytes: the beginning, the length, the hash, and that it is cut`, async () => {
      const bytes = Buffer.from(Array.from({ length: size }, (_, index) => index % 251));
      const { body, message } = await reject(bytes, '"'.repeat(256));
      expect(Buffer.byteLength(body)).to.be.within(250_000, QUEUE_TAKES);
      expect(message).to.include({
        truncated: true,
        bytes: size,
        sha256: createHash("sha256").update(bytes).digest("hex"),
        sequenceNumber: "5",
      });
      const kept = Buffer.from(message.data, "base64");
      expect(kept.length).to.be.above(180_000);
      expect(bytes.subarray(0, kept.length).equals(kept)).to.equal(true);
    });
  }

  it("sends no character that SQS refuses, and counts characters as the bytes that they are", async () => {
    const partitionKey = "\uffff\ufffe\ud800\u0000é日".repeat(42);
    const { body, message } = await reject(Buffer.alloc(300_000), partitionKey);
    expect(body).to.match(/^[\x20-\x7e]+$/);
    expect(Buffer.byteLength(body)).to.be.below(QUEUE_TAKES);
    expect(message.partitionKey).to.equal(partitionKey);
  });
});
