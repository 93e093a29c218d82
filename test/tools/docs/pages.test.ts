import { expect } from "chai";
import { globSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { verbs } from "../../../tools/platform/verbs";

const root = path.resolve(__dirname, "../../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

describe("the lists in the pages", () => {
  it("have every component, in its area", () => {
    const rows = read("docs/architecture.md").split("\n");
    const missing = globSync("components/*/*.ts", { cwd: root }).flatMap((file) => {
      const area = file.split(path.sep)[1]!;
      const row = rows.find((line) => line.startsWith(`| \`${area}\` `)) ?? "";
      const names = [...read(file).matchAll(/^export class (\w+) extends PlatformComponent/gm)].map(
        ([, name]) => name!,
      );
      return names.filter((name) => !row.includes(`\`${name}\``)).map((name) => `${area}: ${name}`);
    });
    expect(missing).to.deep.equal([]);
  });

  it("count the rules of the policy pack", () => {
    const [, rules] = /^(\d+) rules:/m.exec(read("docs/policies.md")) ?? [];
    expect(read("README.md")).to.contain(`policy pack, ${rules} rules`);
  });

  it("have every verb of the orchestrator", () => {
    const page = read("docs/orchestrator.md");
    expect(verbs.map(({ name }) => name).filter((name) => !page.includes(`| \`${name}\` `))).to.deep.equal([]);
    expect(verbs.length).to.be.above(5);
  });
});
