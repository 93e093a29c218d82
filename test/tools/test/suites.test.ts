import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { chainsOf } from "../../../tools/test/chains";
import { defaultJobs } from "../../../tools/test/default-jobs";
import { suites } from "../../../tools/test/suites";

const root = path.resolve(__dirname, "../../..");

describe("the suites", () => {
  it("run every test file, each in one of them", () => {
    const all = (fs.readdirSync(path.join(root, "test"), { recursive: true }) as string[])
      .filter((file) => file.endsWith(".test.ts"))
      .map((file) => path.join("test", file));
    const runs = suites.filter(({ mocha }) => mocha).flatMap(({ command }) => loadedBy(command, all));
    expect(runs.sort()).to.deep.equal(all.sort());
  });

  it("run side by side: those without the engine one after another, beside each with it", () => {
    const chains = chainsOf(suites).map((chain) => chain.map(({ name }) => name));
    expect(chains).to.deep.equal([
      ["types", "lint", "format", "workflows", "unit", "program", "policies", "emulator"],
      ["sandbox"],
      ["stacks"],
      ["accounts"],
      ["enforced"],
    ]);
    expect(chainsOf(suites.filter(({ name }) => name === "sandbox"))).to.have.length(1);
  });

  it("run one after another where memory suffices for no more", () => {
    const gigabytes = (...sizes: number[]) => sizes.map((size) => defaultJobs(size * 2 ** 30));
    expect(gigabytes(2, 7, 8.9)).to.deep.equal([1, 1, 1]);
    expect(gigabytes(9, 16, 32)).to.deep.equal([2, 3, 7]);
  });
});

/** Which of the files a command of mocha loads. */
function loadedBy(command: readonly string[], files: readonly string[]): string[] {
  const patterns = { loaded: [] as RegExp[], ignored: [] as RegExp[] };
  for (const [index, argument] of command.entries()) {
    if (!argument.startsWith("test/") || command[index - 1] === "--require") continue;
    patterns[command[index - 1] === "--ignore" ? "ignored" : "loaded"].push(patternOf(argument));
  }
  const isAnyOf = (file: string, any: RegExp[]) => any.some((pattern) => pattern.test(file));
  return files.filter((file) => isAnyOf(file, patterns.loaded) && !isAnyOf(file, patterns.ignored));
}

/** Of a path with `*`, `**` and `{a,b}`, as the suites have them. */
function patternOf(glob: string): RegExp {
  const pattern = glob
    .replaceAll(".", "\\.")
    .replace(/\*\*\/|\*\*|\*/g, (stars) => ({ "**/": "(?:.*/)?", "**": ".*" })[stars] ?? "[^/]*")
    .replace(/\{([^}]*)\}/g, (_, names: string) => `(?:${names.replaceAll(",", "|")})`);
  return new RegExp(`^${pattern}$`);
}
