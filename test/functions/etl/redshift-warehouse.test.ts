import "../support/environment";
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import { expect } from "chai";
import { toRow } from "../../../functions/etl/row";
import { RedshiftWarehouse } from "../../../functions/etl/warehouse/redshift-warehouse";
import { statements } from "../../../functions/etl/warehouse/statements";
import { useAwsMock } from "../support/aws-mock";
import { studentSchema } from "../../../functions/students/student";
import { asha } from "../support/students";

describe("the warehouse in Redshift", () => {
  const redshift = useAwsMock(RedshiftDataClient);
  const warehouse = new RedshiftWarehouse({ workgroupName: "dev-etl", database: "warehouse" });
  const placed = (number: number, roll = String(number)) => ({
    sequenceNumber: String(number),
    row: toRow({ ...asha, Roll: roll }, { changedAt: "2026-01-01T00:00:00.000Z", sequence: String(number) }),
  });
  const finished = (merged: number) => ({
    Status: "FINISHED" as const,
    SubStatements: statements.load.map((sql, index) => ({
      Id: `id:${index + 1}`,
      ResultRows: sql.startsWith("MERGE") ? merged : -1,
    })),
  });
  beforeEach(() => {
    redshift().on(BatchExecuteStatementCommand).resolves({ Id: "id" });
    redshift().on(DescribeStatementCommand).resolves(finished(1));
  });
  const batches = () =>
    redshift()
      .commandCalls(BatchExecuteStatementCommand)
      .map(({ args }) => args[0].input);

  it("loads rows as one parameter of fixed statements, in one transaction", async () => {
    const rows = [placed(1, "'); DROP TABLE students; --"), placed(2)];
    expect(await warehouse.load(rows)).to.deep.equal({ changed: 1, unchanged: 1 });
    const [batch] = batches();
    expect(batches()).to.have.length(1);
    expect(batch).to.deep.include({ WorkgroupName: "dev-etl", Database: "warehouse" });
    expect(batch).not.to.have.property("ExecutionMode");
    expect(batch!.Sqls).to.deep.equal([...statements.load]);
    expect(batch!.Sqls!.join(" ")).not.to.contain("DROP TABLE students");
    expect(batch!.Parameters!.map(({ name }) => name)).to.deep.equal(["rows"]);
    expect(JSON.parse(batch!.Parameters![0]!.value!)).to.deep.equal(rows.map(({ row }) => row));
  });

  it("waits for a statement that takes its time", async () => {
    redshift().on(DescribeStatementCommand).resolvesOnce({ Status: "STARTED" }).resolves(finished(1));
    expect(await warehouse.load([placed(1)])).to.deep.equal({ changed: 1, unchanged: 0 });
    expect(redshift().commandCalls(DescribeStatementCommand)).to.have.length(2);
  });

  it("fails where the transaction does, without quoting it", async () => {
    redshift().on(DescribeStatementCommand).resolves({ Status: "FAILED", Error: "value O'Neill is too long" });
    const error = await warehouse.load([placed(1)]).catch((each: Error) => each);
    expect(error).to.be.instanceOf(Error);
    expect((error as Error).message).to.equal("The statement id is FAILED; nothing of it was loaded");
  });

  it("splits what a parameter cannot hold, by its bytes, and keeps the order", async () => {
    const rows = Array.from({ length: 400 }, (_, index) => placed(index, `é${"x".repeat(60)}${index}`));
    await warehouse.load(rows);
    const values = batches().map(({ Parameters }) => Parameters![0]!.value!);
    expect(values.length).to.be.above(1);
    for (const value of values) expect(Buffer.byteLength(value)).to.be.below(65_535);
    const loaded = values.flatMap((value) => (JSON.parse(value) as { roll: string }[]).map(({ roll }) => roll));
    expect(loaded).to.deep.equal(rows.map(({ row }) => row.roll));
  });

  it("has each value of a row in a column, and every column in the merge", () => {
    const merge = statements.load.find((sql) => sql.startsWith("MERGE"))!;
    for (const column of Object.keys(placed(1).row)) {
      expect(statements.load[0], column).to.match(new RegExp(`\\b${column}\\b`));
      expect(merge, column).to.contain(`staged.${column}`);
    }
    expect(statements.load.filter((sql) => sql.includes(":rows"))).to.have.length(1);
  });

  it("has columns for the longest texts that a student may have, in the bytes that Unicode's composed form can take", () => {
    // The most bytes of UTF-8 for one unit of what zod counts: U+0958 is one unit and becomes U+0915 U+093C, three bytes each.
    let worst = 0;
    for (let code = 0; code <= 0x10ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const text = String.fromCodePoint(code);
      worst = Math.max(worst, Buffer.byteLength(text.normalize("NFC")) / text.length);
    }
    expect(worst).to.equal(6);
    const fits = (field: keyof typeof asha, text: string) =>
      studentSchema.safeParse({ ...asha, [field]: text }).success;
    for (const [field, column, letter] of [
      ["FirstName", "first_name", "\u0958"],
      ["LastName", "last_name", "\u0958"],
      ["Department", "department", "\u0958"],
      ["Year", "year", "\u0958"],
      // The key is loaded as it is written.
      ["Roll", "roll", "\u0915"],
    ] as const) {
      let length = 1;
      while (fits(field, letter.repeat(length + 1))) length++;
      const row = toRow({ ...asha, [field]: letter.repeat(length) }, { changedAt: "", sequence: "" });
      const bytes = Buffer.byteLength(row[column]);
      expect(bytes, field).to.equal(length * (column === "roll" ? 3 : worst));
      const widths = statements.load
        .flatMap((sql) => [...sql.matchAll(new RegExp(`\\b${column} (?:AS )?VARCHAR\\((\\d+)\\)`, "g"))])
        .map(([, width]) => Number(width));
      expect(widths, column).to.have.length(3);
      for (const width of widths) expect(width, column).to.be.at.least(bytes);
    }
  });

  it("asks for the same when changes come again, and drops what is not newer before it merges", async () => {
    await warehouse.load([placed(1), placed(2)]);
    await warehouse.load([placed(1), placed(2)]);
    const [first, again] = batches();
    expect(again).to.deep.equal(first);
    const place = (start: string) => statements.load.findIndex((sql) => sql.startsWith(start));
    expect([
      place("INSERT INTO staged"),
      place("DELETE FROM staged"),
      place("UPDATE staged"),
      place("MERGE INTO"),
    ]).to.deep.equal([2, 3, 4, 5]);
    expect(statements.load[3]).to.match(/students\.roll = staged\.roll AND students\.sequence >= staged\.sequence$/);
    expect(statements.load.at(-1)).to.equal("DROP TABLE staged");
  });
});
