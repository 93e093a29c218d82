import { expect } from "chai";
import { spawnSync } from "node:child_process";
import * as path from "node:path";

const root = path.resolve(__dirname, "../../..");
const bench = (...args: string[]) =>
  spawnSync(process.execPath, ["--require", "tsx/cjs", "tools/bench/main.ts", ...args], {
    cwd: root,
    encoding: "utf8",
  });

describe("npm run bench of the whole program", () => {
  it("measures deployed bundles, as one JSON document", () => {
    const { status, stdout } = bench("--only", "bundles", "--json");
    expect(status).to.equal(0);
    const { figures } = JSON.parse(stdout) as {
      figures: Record<string, { name: string; value: number; unit: string }[]>;
    };
    const names = figures["bundles"]!.map(({ name }) => name);
    expect(names).to.include("bundle of functions/students/get.ts");
    for (const { value } of figures["bundles"]!) expect(value).to.be.greaterThan(10);
  }).timeout(60_000);
});
