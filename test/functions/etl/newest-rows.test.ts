import { expect } from "chai";
import { newestRows } from "../../../functions/etl/newest-rows";

describe("newestRows", () => {
  const placed = (roll: string, sequence: string) => ({
    row: { roll, sequence, changed_at: "", deleted: true as const },
    sequenceNumber: sequence,
  });

  it("leaves out the Rolls that start with the prefix, and none without one", () => {
    const rows = [placed("TEST-1", "2"), placed("1-TEST-", "1")];
    expect(newestRows(rows, "TEST-").map(({ row }) => row.roll)).to.deep.equal(["1-TEST-"]);
    expect(newestRows(rows, "").map(({ row }) => row.roll)).to.deep.equal(["1-TEST-", "TEST-1"]);
  });

  it("has nothing to do with nothing", () => {
    expect(newestRows([], "x")).to.deep.equal([]);
  });
});
