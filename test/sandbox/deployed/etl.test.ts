import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { eventually, newStudent, outputs } from "../../support/sandbox";
import { BrokenFunction } from "./broken-function";
import { clientSettings } from "./executions";
import { functionLog } from "./function-log";
import { invokeFunction } from "./invoke-function";

type Item = Record<string, AttributeValue>;

describe("the warehouse", function () {
  this.timeout(60_000);
  let dynamodb: DynamoDBClient;
  const etl = () => outputs()["etl"] as Record<string, string>;
  before(() => (dynamodb = new DynamoDBClient(clientSettings())));
  after(() => dynamodb.destroy());

  const put = (student: Record<string, string>) => {
    const Item = Object.fromEntries(Object.entries(student).map(([name, S]) => [name, { S }]));
    return dynamodb.send(new PutItemCommand({ TableName: etl()["table"], Item }));
  };
  const remove = (roll: string) =>
    dynamodb.send(new DeleteItemCommand({ TableName: etl()["table"], Key: { Roll: { S: roll } } }));
  async function row(roll: string): Promise<Item | undefined> {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: etl()["target"], Key: { roll: { S: roll } }, ConsistentRead: true }),
    );
    return Item;
  }
  const rowWhere = (roll: string, isThere: (found: Item | undefined) => boolean) =>
    eventually(() => row(roll), isThere) as Promise<Item>;
  /** Its texts, without where and when the change was. */
  const values = ({ changed_at: _at, sequence: _sequence, ...rest }: Item) =>
    Object.fromEntries(Object.entries(rest).map(([name, { S, BOOL }]) => [name, S ?? BOOL]));

  it("has each student as the transform makes it, and the newest change alone", async () => {
    const began = Date.now();
    // Decomposed, as some keyboards write it; the warehouse has the composed form.
    const student = newStudent({ FirstName: "Zoe\u0308", LastName: `O'Neil "=?`, mobile: "+1 555 0100" });
    await put({ ...student, Year: "1" });
    await put(student);
    const found = await rowWhere(student.Roll, (item) => item?.["year"]?.S === "2026");
    const { Roll: roll, LastName: last_name, Department: department, Year: year } = student;
    const expected = { roll, first_name: "Zo\u00eb", last_name, department, year, deleted: false };
    expect(values(found)).to.deep.equal(expected);
    expect(found["sequence"]!.S).to.match(/^\d{40}$/);
    expect(Date.parse(found["changed_at"]!.S!)).to.be.within(began - 2_000, Date.now() + 2_000);
  });

  it("marks a student who is removed, keeps the values, and takes the mark away when they come back", async () => {
    const student = newStudent();
    await put(student);
    const before = await rowWhere(student.Roll, Boolean);
    await remove(student.Roll);
    const removed = await rowWhere(student.Roll, (item) => item?.["deleted"]?.BOOL === true);
    expect(values(removed)).to.deep.equal({ ...values(before), deleted: true });
    expect(removed["sequence"]!.S! > before["sequence"]!.S!).to.equal(true);
    await put({ ...student, Year: "2027" });
    const again = await rowWhere(student.Roll, (item) => item?.["deleted"]?.BOOL === false);
    expect(values(again)).to.deep.equal({ ...values(before), year: "2027" });
  });

  it("keeps what is not valid aside with the reason, and loads what comes behind it", async () => {
    const wrong = { Roll: newStudent().Roll, FirstName: "Ann", Year: "1" };
    const good = newStudent();
    // Not through the table: the emulator would ask its other readers for the same record for ever, where AWS gives up.
    const change = (item: { Roll: string }) => ({
      eventID: `test-${item.Roll}`,
      eventName: "INSERT",
      dynamodb: {
        ApproximateCreationDateTime: 1_790_000_000,
        SequenceNumber: "1",
        Keys: { Roll: { S: item.Roll } },
        NewImage: Object.fromEntries(Object.entries(item).map(([name, value]) => [name, { S: value }])),
      },
    });
    const { payload } = await invokeFunction(etl()["function"]!, { Records: [change(wrong), change(good)] });
    expect(payload).to.deep.equal({ batchItemFailures: [] });
    await rowWhere(good.Roll, Boolean);
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: etl()["rejects"] }));
    const kept = Items.filter(({ item }) => item!.S!.includes(wrong.Roll));
    expect(kept).to.have.length(1);
    expect(kept[0]!["reason"]!.S).to.contain("LastName").and.contain("Department").and.not.contain("FirstName");
    expect(JSON.parse(kept[0]!["item"]!.S!)).to.deep.equal({
      Roll: { S: wrong.Roll },
      FirstName: { S: "Ann" },
      Year: { S: "1" },
    });
    expect(await row(wrong.Roll)).to.equal(undefined);
  });

  it("is changed by nothing that comes again or late", async () => {
    const roll = newStudent().Roll;
    const record = (eventName: string, sequence: string, NewImage?: object) => ({
      eventID: `test-${roll}-${sequence}`,
      eventName,
      dynamodb: {
        ApproximateCreationDateTime: 1_790_000_000 + Number(sequence),
        SequenceNumber: sequence,
        Keys: { Roll: { S: roll } },
        ...(NewImage && { NewImage }),
      },
    });
    const image = (year: string) => ({
      Roll: { S: roll },
      FirstName: { S: "Bo" },
      LastName: { S: "Lind" },
      Department: { S: "History" },
      Year: { S: year },
    });
    const invoke = async (...Records: object[]) => {
      const { payload } = await invokeFunction(etl()["function"]!, { Records });
      expect(payload).to.deep.equal({ batchItemFailures: [] });
      return row(roll);
    };
    const newest = await invoke(record("MODIFY", "20", image("2")));
    expect(newest!["year"]).to.deep.equal({ S: "2" });
    expect(await invoke(record("INSERT", "3", image("1")), record("MODIFY", "20", image("2")))).to.deep.equal(newest);
    expect(await invoke(record("REMOVE", "19"))).to.deep.equal(newest);
    expect((await invoke(record("REMOVE", "100")))!["deleted"]).to.deep.equal({ BOOL: true });
  });

  describe("whose function fails for a while", () => {
    let load: BrokenFunction;
    before(() => (load = new BrokenFunction(etl()["function"]!)));
    after(() => load.restore());

    it("has every change once it works again", async () => {
      const [one, two] = [newStudent(), newStudent()];
      const failures = async () =>
        (await functionLog(etl()["function"]!)).filter((line) => line.includes("broken")).length;
      const before = await failures();
      await load.break();
      try {
        await put(one);
        await put(two);
        await remove(two.Roll);
        await eventually(failures, (count) => count > before);
        expect(await row(one.Roll)).to.equal(undefined);
      } finally {
        await load.mend();
      }
      await rowWhere(one.Roll, Boolean);
      const removed = await rowWhere(two.Roll, (item) => item?.["deleted"]?.BOOL === true);
      expect(removed["roll"]).to.deep.equal({ S: two.Roll });
    });
  });
});
