import { expect } from "chai";
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { benches } from "../../../tools/bench/benches";
import { figureLines } from "../../../tools/bench/figure-lines";

const root = path.resolve(__dirname, "../../..");
const bench = (...args: string[]) =>
  spawnSync(process.execPath, ["--require", "tsx/cjs", "tools/bench/main.ts", ...args], {
    cwd: root,
    encoding: "utf8",
  });

describe("npm run bench", () => {
  it("names every group in its help, and refuses others", () => {
    const help = bench("--help").stdout;
    for (const { name, about } of benches) expect(help).to.contain(name).and.contain(about);
    const wrong = bench("--only", "plane");
    expect(wrong.status).to.equal(2);
    expect(wrong.stderr).to.contain('There is no group "plane"');
  });

  it("shows a figure with its unit and what it is a multiple of", () => {
    const lines = figureLines([
      { name: "plan", value: 3.456, unit: "s", ratio: { value: 2.346, to: "importing" } },
      { name: "bundle", value: 1234.5, unit: "kB" },
    ]);
    expect(lines).to.deep.equal(["  plan        3.46 s   2.35 × importing", "  bundle      1235 kB"]);
  });
});
