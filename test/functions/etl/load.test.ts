import "../support/environment";
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { expect } from "chai";
import * as fc from "fast-check";
import { handler } from "../../../functions/etl/load";
import sample from "../../../functions/etl/load.events/changes.json";
import { toItem, type Student } from "../../../functions/students/student";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";
import { asha, students } from "../support/students";

type Item = Record<string, string | boolean>;

describe("loadWarehouse", () => {
  const dynamodb = useAwsMock(DynamoDBClient);

  // The warehouse's table with its condition, and the table of rejects.
  let stored: Map<string, Item>;
  let writes: UpdateItemCommandInput[];
  beforeEach(() => {
    stored = new Map();
    writes = [];
    dynamodb().on(PutItemCommand).resolves({});
    dynamodb()
      .on(UpdateItemCommand)
      .callsFake((input: UpdateItemCommandInput) => update(input));
  });

  function update(input: UpdateItemCommandInput): object {
    writes.push(input);
    const roll = input.Key!["roll"]!.S!;
    const known = stored.get(roll);
    if (known && !((known["sequence"] as string) < input.ExpressionAttributeValues![":sequence"]!.S!))
      throw new ConditionalCheckFailedException({ message: "", $metadata: {} });
    const given = Object.entries(input.ExpressionAttributeNames!)
      .filter(([name]) => name.startsWith("#c"))
      .map(([name, column]) => {
        const value = input.ExpressionAttributeValues![name.replace("#", ":")]!;
        return [column, value.S ?? value.BOOL!];
      });
    stored.set(roll, { ...known, ...(Object.fromEntries(given) as Item) });
    return {};
  }

  const sequence = (number: number) => String(number).padStart(40, "0");
  const record = (number: number, eventName: string, image: object, roll = asha.Roll) =>
    ({
      ...sample.Records[0],
      eventID: `event-${number}`,
      eventName,
      dynamodb: {
        ApproximateCreationDateTime: 1790000000 + number,
        SequenceNumber: String(number),
        Keys: { Roll: { S: roll } },
        ...(eventName === "REMOVE" ? {} : { NewImage: image }),
      },
    }) as unknown as DynamoDBRecord;
  const put = (number: number, student: Student, eventName = "INSERT") =>
    record(number, eventName, toItem(student), student.Roll);
  const call = (...Records: unknown[]) =>
    capturedOutput(() => handler({ Records } as DynamoDBStreamEvent, lambdaContext()));
  const rejects = () =>
    dynamodb()
      .commandCalls(PutItemCommand)
      .map(({ args }) => args[0].input);

  it("loads the transformed row, without mobile, on the condition that it is newer", async () => {
    const { result } = await call(put(7, { ...asha, FirstName: "Zoe\u0308" }));
    expect(result).to.deep.equal({ batchItemFailures: [] });
    expect(stored.get("10303")).to.deep.equal({
      first_name: "Zo\u00eb",
      last_name: "O'Neill",
      department: "Computer Science",
      year: "3rd",
      changed_at: "2026-09-21T14:13:27.000Z",
      sequence: sequence(7),
      deleted: false,
    });
    expect(writes[0]).to.include({
      TableName: "warehouse",
      ConditionExpression: "attribute_not_exists(#roll) OR #sequence < :sequence",
    });
  });

  it("keeps what is not valid aside with the reason, and loads the rest", async () => {
    const broken = { ...toItem(asha), LastName: { N: "5" }, Year: { S: "" } };
    const { result, output } = await call(record(1, "INSERT", broken), put(2, { ...asha, Roll: "2" }));
    expect(result).to.deep.equal({ batchItemFailures: [] });
    expect([...stored.keys()]).to.deep.equal(["2"]);
    const [{ TableName, Item }] = rejects() as unknown as [
      { TableName: string; Item: Record<string, { S: string; N: string }> },
    ];
    expect(TableName).to.equal("rejects");
    expect(Item["eventId"]).to.deep.equal({ S: "event-1" });
    expect(Item["reason"]!.S).to.match(/^LastName is missing; Year must be a text of 1 to 20 characters/);
    expect(JSON.parse(Item["item"]!.S)).to.deep.equal(broken);
    const days = (Number(Item["expiration"]!.N) - Date.now() / 1000) / 86_400;
    expect(days).to.be.within(89, 90);
    expect(output).to.match(/"RowsRejected":1/);
  });

  describe("an item as large as DynamoDB takes", () => {
    const MOST = 400 * 1024;
    const bytes = (text: string) => Buffer.byteLength(text);
    /** What DynamoDB counts of an item of texts, numbers and booleans. */
    const size = (item: Record<string, { S?: string }>) =>
      Object.entries(item).reduce((sum, [name, { S = "1" }]) => sum + bytes(name) + bytes(S), 0);
    const KILOBYTES = 399 * 1024;
    const base64 = Buffer.alloc(KILOBYTES, 7).toString("base64");
    const few = { Roll: { S: "10303" }, FirstName: { S: "Asha" }, Year: { S: "" } };
    const attributes = (count: number, name: (index: number) => string) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), { NULL: true }]));

    beforeEach(() => {
      dynamodb()
        .on(PutItemCommand)
        .callsFake(({ Item }: { Item: Record<string, { S?: string }> }) => {
          if (size(Item) > MOST) throw new Error("Item size has exceeded the maximum allowed size");
          return {};
        });
    });

    for (const [what, image, leftOut] of [
      ["a text that JSON lengthens six times", { ...few, Note: { S: "\u0001".repeat(KILOBYTES) } }, ["Note"]],
      ["a text of three bytes a character", { ...few, Note: { S: "\u0915".repeat(KILOBYTES / 3) } }, ["Note"]],
      ["halves of surrogate pairs", { ...few, Note: { S: "\ud800".repeat(KILOBYTES / 3) } }, ["Note"]],
      ["bytes", { ...few, Photo: { B: base64 } }, ["Photo"]],
      ["many sets of bytes", { ...few, Photos: { BS: [base64.slice(0, 4), base64.slice(4)] } }, ["Photos"]],
      ["a nested map", { ...few, Deep: { M: { down: { L: [{ S: '"'.repeat(KILOBYTES) }] } } } }, ["Deep"]],
      ["two that do not fit together", { ...few, A: { S: '"'.repeat(100_000) }, B: { S: '"'.repeat(150_000) } }, ["B"]],
      ["no key", { Note: { S: "\n".repeat(KILOBYTES) } }, ["Note"]],
      ["a name as long as a name can be", { ...few, ["\u0915".repeat(21_000)]: { B: base64 } }, ["\u0915".repeat(255)]],
    ] as const)
      it(`is kept aside with its reason and what fits: ${what}`, async () => {
        const { result } = await call(record(1, "INSERT", image), put(2, { ...asha, Roll: "2" }));
        expect(result).to.deep.equal({ batchItemFailures: [] });
        expect([...stored.keys()]).to.deep.equal(["2"]);
        const [{ Item }] = rejects() as unknown as [{ Item: Record<string, { S: string; BOOL: boolean }> }];
        expect(Item["reason"]!.S).to.match(/LastName is missing; Department is missing; Year /);
        expect(JSON.parse(Item["key"]!.S)).to.deep.equal({ Roll: { S: "10303" } });
        expect(Item["truncated"]).to.deep.equal({ BOOL: true });
        const kept = JSON.parse(Item["item"]!.S) as object;
        expect(kept).to.deep.equal(
          Object.fromEntries(Object.entries(image).filter(([name]) => !leftOut.some((each) => name.startsWith(each)))),
        );
        const told = JSON.parse(Item["leftOut"]!.S) as {
          attributes: number;
          largest: { name: string; bytes: number }[];
        };
        expect(told.attributes).to.equal(1);
        expect(told.largest.map(({ name }) => name)).to.deep.equal(leftOut);
        expect(told.largest[0]!.bytes).to.be.above(200_000);
      });

    for (const [what, image] of [
      ["short names", attributes(70_000, (index) => index.toString(36))],
      ["names that JSON lengthens", attributes(6_000, (index) => `${"\u0001".repeat(58)}${index}`)],
    ] as const)
      it(`is kept aside with its reason, some of its attributes and how many are left out: ${what}`, async () => {
        await call(record(1, "INSERT", { ...few, ...image }));
        const [{ Item }] = rejects() as unknown as [{ Item: Record<string, { S: string }> }];
        expect(Item["reason"]!.S).to.match(/LastName is missing/);
        const kept = Object.keys(JSON.parse(Item["item"]!.S) as object);
        const told = JSON.parse(Item["leftOut"]!.S) as { attributes: number; largest: object[] };
        expect(kept.length).to.be.above(500);
        expect(kept.length + told.attributes).to.equal(Object.keys({ ...few, ...image }).length);
        expect(told.largest.length).to.be.within(10, told.attributes - 1);
      });

    it("is kept whole where it fits, and says so", async () => {
      const image = { ...few, Note: { S: "x".repeat(300_000) } };
      await call(record(1, "INSERT", image));
      const [{ Item }] = rejects() as unknown as [{ Item: Record<string, { S: string; BOOL: boolean }> }];
      expect(JSON.parse(Item["item"]!.S)).to.deep.equal(image);
      expect(Item["truncated"]).to.deep.equal({ BOOL: false });
      expect(Item).not.to.have.property("leftOut");
    });
  });

  it("marks a removed student's row and keeps its values", async () => {
    await call(put(1, asha), record(2, "REMOVE", {}));
    await call(put(3, asha), record(4, "REMOVE", {}));
    await call(put(5, { ...asha, Roll: "5" }));
    await call(record(6, "REMOVE", {}, "5"));
    expect(stored.get("10303")).to.include({ deleted: true, sequence: sequence(4) });
    expect(stored.get("5")).to.include({ deleted: true, first_name: "Asha", sequence: sequence(6) });
  });

  it("does not bring a removed student back when an older change comes late, and does when they are new again", async () => {
    await call(record(9, "REMOVE", {}));
    await call(put(8, asha));
    expect(stored.get("10303")).to.deep.include({ deleted: true, sequence: sequence(9) });
    await call(put(10, asha));
    expect(stored.get("10303")).to.deep.include({ deleted: false, first_name: "Asha" });
  });

  it("compares sequences as numbers, whatever their length", async () => {
    await call(put(100, { ...asha, Year: "new" }));
    await call(put(99, { ...asha, Year: "old" }));
    expect(stored.get("10303")).to.include({ year: "new" });
  });

  it("writes a student once per batch, in the order of the changes", async () => {
    const other = { ...asha, Roll: "2" };
    await call(put(3, asha), put(1, other), put(2, asha), put(4, other, "MODIFY"));
    expect(writes.map(({ Key }) => Key!["roll"]!.S)).to.deep.equal(["10303", "2"]);
    expect(stored.get("2")).to.include({ sequence: sequence(4) });
  });

  it("says which change is first not in the warehouse, and has tried none after it", async () => {
    dynamodb()
      .on(UpdateItemCommand, { Key: { roll: { S: "2" } } })
      .rejects(new Error("throttled"));
    const { result, output } = await call(...[1, 2, 3].map((each) => put(each, { ...asha, Roll: String(each) })));
    expect(result).to.deep.equal({ batchItemFailures: [{ itemIdentifier: "2" }] });
    expect([...stored.keys()]).to.deep.equal(["1"]);
    expect(output).to.match(/"Failures":1/);
  });

  it("fails the batch where a reject cannot be kept, and loads nothing of it", async () => {
    dynamodb().on(PutItemCommand).rejects(new Error("down"));
    const outcome = await call(put(1, asha), record(2, "INSERT", {})).catch((error: Error) => error);
    expect(outcome).to.be.instanceOf(Error);
    expect(writes).to.have.length(0);
  });

  it("loads the same, whatever the order and however often changes come", async () => {
    const history = fc.array(
      fc.record({ roll: fc.constantFrom("a", "b", "c"), removed: fc.boolean(), student: students }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(history, fc.infiniteStream(fc.nat()), async (changes, random) => {
        const records = changes.map(({ roll, removed, student }, index) =>
          removed ? record(index + 1, "REMOVE", {}, roll) : put(index + 1, { ...student, Roll: roll }),
        );
        const newest = new Map(changes.map((change, index) => [change.roll, { ...change, number: index + 1 }]));
        stored.clear();
        const shuffled = [...records, ...records]
          .map((each) => ({ each, at: random.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ each }) => each);
        for (let at = 0; at < shuffled.length; at += 5) await call(...shuffled.slice(at, at + 5));
        expect([...stored.keys()].sort()).to.deep.equal([...newest.keys()].sort());
        for (const [roll, { number, removed }] of newest)
          expect(stored.get(roll)).to.include({ sequence: sequence(number), deleted: removed });
      }),
      { numRuns: 50 },
    );
  });

  it("keeps aside, and never loads, anything that is no student", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.anything()), async (image) => {
        stored.clear();
        const { result } = await call(record(1, "INSERT", image));
        expect(result).to.deep.equal({ batchItemFailures: [] });
        expect(stored.size).to.equal(0);
      }),
      { numRuns: 50 },
    );
  });

  it("fails on what is no record of a stream, and logs nothing of a student", async () => {
    expect(await call({ eventID: "1" }).catch((error: Error) => error)).to.be.instanceOf(Error);
    const { output } = await call(put(1, asha));
    for (const value of Object.values(asha)) expect(output).not.to.contain(value);
  });

  it("takes the sample event: a change that is superseded, one that is not valid, and a removal", async () => {
    const { result } = await call(...sample.Records);
    expect(result).to.deep.equal({ batchItemFailures: [] });
    expect(stored.get("10303")).to.include({ year: "4th", deleted: false });
    expect(stored.get("10305")).to.include({ deleted: true });
    expect(rejects()).to.have.length(1);
  });
});
