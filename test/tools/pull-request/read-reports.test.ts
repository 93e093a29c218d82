import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { runPack } from "../../../policies/run-in-process";
import { planArguments } from "../../../tools/plan/arguments";
import { planCommand } from "../../../tools/plan/plan-command";
import { readReports } from "../../../tools/pull-request/read-reports";
import { isPlanned } from "../../../tools/pull-request/report-schema";
import { renderComment } from "../../../tools/pull-request/comment";
import { makeRoot, smallProgram } from "../plan/fixture";
import { report } from "./fixture";

describe("reading the reports of a pull request", () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-reports-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text);

  it("takes what npm run plan has written", async () => {
    const { root, remove } = makeRoot();
    const nowhere = () => undefined;
    await planCommand(planArguments(["dev", "--reports", folder]), {
      root,
      program: smallProgram(),
      judge: (resources) => runPack(resources, { exceptions: [] }),
      write: nowhere,
      writeError: nowhere,
    });
    remove();
    const [dev] = readReports(folder);
    expect(isPlanned(dev!)).to.equal(true);
    const comment = renderComment([dev!]);
    expect(comment).to.contain("## ⛔ Refused in dev").and.contain("sns-encrypted");
  });

  it("takes what is no report for a failure, and never for silence", () => {
    write("a.json", "{");
    write("b.json", JSON.stringify({ ...report("b"), violations: "none" }));
    write("c.json", JSON.stringify(report("../../etc")));
    write("d.json", JSON.stringify(report("d")));
    fs.symlinkSync("/etc/hostname", path.join(folder, "e.json"));
    write("f.sarif", "{}");
    const reports = readReports(folder);
    expect(reports.map(({ stack }) => stack)).to.deep.equal(["a", "b", "c", "d", "e"]);
    expect(reports.map(isPlanned)).to.deep.equal([false, false, false, true, false]);
  });

  it("fails where there is no report at all", () => {
    expect(() => readReports(folder)).to.throw("holds no report");
    expect(() => readReports(path.join(folder, "nowhere"))).to.throw("holds no report");
  });
});
