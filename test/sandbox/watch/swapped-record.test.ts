import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { SwappedRecord } from "../../../sandbox/watch/swapped-record";

describe("the record of swapped code", () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "swapped-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it("is empty at first, and keeps the last hash of each function's file", () => {
    const record = new SwappedRecord(folder);
    expect(record.read()).to.deep.equal({});
    record.add("functions/a.ts", "1");
    record.add("functions/b.ts", "1");
    record.add("functions/a.ts", "2");
    expect(new SwappedRecord(folder).read()).to.deep.equal({ "functions/a.ts": "2", "functions/b.ts": "1" });
  });

  it("is empty where it was cut short", () => {
    fs.writeFileSync(path.join(folder, "swapped.json"), '{"functions/a');
    expect(new SwappedRecord(folder).read()).to.deep.equal({});
  });
});
