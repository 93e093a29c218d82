import "../support/environment";
import { BatchWriteItemCommand, DynamoDBClient, type WriteRequest } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { handler } from "../../../functions/transfer/seed";
import sample from "../../../functions/transfer/seed.events/three-items.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";
import { withoutWaiting } from "../support/without-waiting";

type Row = Record<string, { S?: string; N?: string }>;
interface Sent {
  RequestItems: Record<string, WriteRequest[]>;
}

describe("seedTransfer", () => {
  const dynamodb = useAwsMock(DynamoDBClient);
  let table: Map<string, Row>;
  let sizes: number[];
  const put = (requests: WriteRequest[]) => {
    for (const { PutRequest } of requests) {
      const row = PutRequest!.Item as Row;
      table.set(`${row["list"]!.S} ${row["position"]!.N}`, row);
    }
  };
  beforeEach(() => {
    table = new Map();
    sizes = [];
    dynamodb()
      .on(BatchWriteItemCommand)
      .callsFake(({ RequestItems }: Sent) => {
        const requests = RequestItems["StudentDetails"]!;
        sizes.push(requests.length);
        put(requests);
        return {};
      });
  });

  const call = (event: unknown) => capturedOutput(() => handler(event, lambdaContext(60_000)));
  const seed = async (input: unknown, execution = "sample") => (await call({ execution, input })).result;
  const errorOf = (event: unknown) =>
    call(event).then(
      () => expect.fail("it ended well"),
      (error: Error) => error,
    );
  const messages = () => [...table.values()].map(({ message }) => message!.S);

  it("writes one row for each item, in order: text as it is, all else as JSON", async () => {
    const { result } = await call(sample);
    expect(result).to.deep.equal({ list: "sample", rows: 3 });
    const rows = [...table.values()];
    expect(rows.map(({ expires: _expires, ...row }) => row)).to.deep.equal([
      { list: { S: "sample" }, position: { N: "1" }, message: { S: "first" } },
      { list: { S: "sample" }, position: { N: "2" }, message: { S: '{"second":2}' } },
      { list: { S: "sample" }, position: { N: "3" }, message: { S: "third" } },
    ]);
    const week = Date.now() / 1000 + 7 * 24 * 60 * 60;
    expect(Number(rows[0]!["expires"]!.N)).to.be.within(week - 60, week + 60);
  });

  it("writes ten sample rows for {}, and none for an empty list", async () => {
    expect(await seed({})).to.deep.equal({ list: "sample", rows: 10 });
    expect(messages()).to.deep.equal(Array.from({ length: 10 }, (_, index) => `Message ${index + 1}`));
    table.clear();
    expect(await seed({ items: [] })).to.deep.equal({ list: "sample", rows: 0 });
    expect(table.size).to.equal(0);
  });

  it("writes the same rows when an execution is repeated, in batches of 25", async () => {
    const items = Array.from({ length: 60 }, (_, index) => `row ${index}`);
    await seed({ items });
    await seed({ items });
    expect(table.size).to.equal(60);
    expect(sizes).to.deep.equal([25, 25, 10, 25, 25, 10]);
    expect(messages()).to.deep.equal(items);
  });

  it("names a list so that a FIFO queue takes it as a group, whatever the execution is called", async () => {
    expect((await seed({}, "order_2026-11")).list).to.equal("order_2026-11");
    const long = (await seed({}, "x".repeat(80))).list;
    const other = (await seed({}, "Überweisung")).list;
    for (const name of [long, other]) expect(name).to.match(/^[0-9a-f]{40}$/);
    expect(long).not.to.equal(other);
  });

  it("writes what a busy table left over, and what it refused", async () => {
    let calls = 0;
    dynamodb()
      .on(BatchWriteItemCommand)
      .callsFake(({ RequestItems }: Sent) => {
        const requests = RequestItems["StudentDetails"]!;
        calls++;
        if (calls === 1)
          throw Object.assign(new Error("slow down"), { name: "ProvisionedThroughputExceededException" });
        put(requests.slice(0, 1));
        return { UnprocessedItems: requests.length > 1 ? { StudentDetails: requests.slice(1) } : {} };
      });
    expect(await seed({ items: ["a", "b", "c"] })).to.deep.equal({ list: "sample", rows: 3 });
    expect(messages()).to.deep.equal(["a", "b", "c"]);
    expect(calls).to.equal(4);
  }).timeout(60_000);

  it("fails as TableBusy where the table stays busy, so that the machine tries again later", async () => {
    dynamodb()
      .on(BatchWriteItemCommand)
      .callsFake(({ RequestItems }: Sent) => ({ UnprocessedItems: RequestItems }));
    const error = await withoutWaiting(() => errorOf({ execution: "sample", input: { items: ["a"] } }));
    expect(error.name).to.equal("TableBusy");
    expect(error.message).to.equal("The table did not take 1 rows after 6 tries.");
  });

  it("refuses what is no list by name, and anything else with its own error", async () => {
    for (const input of [{ items: "a" }, { items: [null] }, { items: [""] }, null]) {
      const error = await errorOf({ execution: "sample", input });
      expect(error.name, JSON.stringify(input)).to.equal("InvalidItems");
    }
    dynamodb()
      .on(BatchWriteItemCommand)
      .rejects(Object.assign(new Error("no"), { name: "AccessDeniedException" }));
    expect((await errorOf(sample)).name).to.equal("AccessDeniedException");
  });

  it("logs counts and nothing of the items", async () => {
    const { output } = await call({ execution: "sample", input: { items: ["a private thing"] } });
    expect(output).to.contain('"rows":1').and.to.contain('"RowsSeeded":1').and.not.to.contain("private");
  });
});
