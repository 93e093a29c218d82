import { expect } from "chai";
import * as fc from "fast-check";
import { longestPolicy, packStatements } from "../../../components/organization/pack-statements";
import type { DenyStatement } from "../../../components/organization/scp-presets/preset";

const statement = (Sid: string, size: number): DenyStatement => ({
  Sid,
  Effect: "Deny",
  Action: "a".repeat(size),
  Resource: "*",
});
const sidsOf = (document: string) =>
  (JSON.parse(document) as { Statement: DenyStatement[] }).Statement.map((s) => s.Sid);

describe("packing statements into policies", () => {
  it("puts each statement into the first document with room for it", () => {
    const documents = packStatements([statement("A", 3000), statement("B", 3000), statement("C", 1000)]);
    expect(documents.map(sidsOf)).to.deep.equal([["A", "C"], ["B"]]);
    expect(JSON.parse(documents[1]!)).to.deep.equal({ Version: "2012-10-17", Statement: [statement("B", 3000)] });
  });

  it("fills a document to the last character, and not one beyond", () => {
    const rest = packStatements([statement("A", 0)])[0]!.length;
    expect(packStatements([statement("A", longestPolicy - rest)])[0]).to.have.length(5_120);
    expect(() => packStatements([statement("A", longestPolicy - rest + 1)])).to.throw(
      RangeError,
      "A takes 5121 of 5120 characters",
    );
    const two = packStatements([statement("A", 100), statement("B", 100)])[0]!.length;
    const pair = [statement("A", 100), statement("B", 100 + longestPolicy - two)];
    expect(packStatements(pair)).to.have.length(1);
    expect(packStatements([pair[0]!, statement("B", 101 + longestPolicy - two)])).to.have.length(2);
  });

  it("loses no statement and exceeds no limit, whatever the sizes", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 30 }), (sizes) => {
        const statements = sizes.map((size, index) => statement(`S${index}`, size));
        const documents = packStatements(statements);
        expect(documents.every((document) => document.length <= longestPolicy)).to.equal(true);
        expect(documents.flatMap(sidsOf)).to.have.members(statements.map(({ Sid }) => Sid));
      }),
    );
  });

  it("makes no document of no statements", () => {
    expect(packStatements([])).to.deep.equal([]);
  });
});
