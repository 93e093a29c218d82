import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { missingCapabilities } from "../../../sandbox/capabilities";
import { generatedDocs } from "../../../tools/docs/generated-docs";
import { hookDocstrings } from "../../../tools/docs/hook-docstrings";
import { notShown } from "../../../tools/docs/not-shown";
import { sandboxPage } from "../../../tools/docs/sandbox-page";

const root = path.resolve(__dirname, "../../..");

/** The program's own sources. */
function sources(...folders: string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        path.join(root, folder, name),
      ),
    )
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

describe("pages made from the program", function () {
  // The program runs with every option, with others at work on the machine.
  this.timeout(240_000);

  it("are up to date (npm run docs)", async () => {
    const docs = await generatedDocs(root);
    expect(docs.map(({ file }) => file)).to.include.members(["docs/sandbox.md", "docs/runbooks.md"]);
    for (const { file, text } of docs) expect(readFileSync(path.join(root, file), "utf8"), file).to.equal(text);
  });

  it("say of the sandbox what differs, and which test covers it", () => {
    const page = sandboxPage(root);
    for (const { type } of missingCapabilities) expect(page).to.contain(`\`${type}\``);
    for (const { what } of notShown) expect(page).to.contain(`| ${what} |`);
    expect(page).to.contain("`logs [FUNCTION]`");
    expect(page).to.not.match(/`test\/[^`]+` \|/);
  });

  it("name tests that exist", () => {
    const files = [...missingCapabilities, ...notShown].flatMap(({ coveredBy }) => coveredBy ?? []);
    expect(files).to.not.be.empty;
    expect(files.filter((file) => !existsSync(path.join(root, file)))).to.deep.equal([]);
  });

  it("find what each addition to the emulator does", () => {
    const hooks = hookDocstrings(root);
    expect(hooks.map(({ file }) => path.basename(file))).to.include.members(["mail.py", "mapping.py", "read_back.py"]);
    for (const { file, about } of hooks) expect(about, file).to.match(/^[A-Z].{20,}\.$/);
    expect(hooks.find(({ file }) => file.endsWith("read_back.py"))!.parts).to.have.length.above(2);
  });
});

describe("what the sandbox leaves out", () => {
  it("is what a component makes, and its test knows of it", () => {
    const program = sources("components", "stacks");
    for (const { type, coveredBy } of missingCapabilities) {
      const [, module, name] = /^aws:([a-z0-9]+)\/\w+:(\w+)$/.exec(type)!;
      expect(program, type).to.contain(`new aws.${module}.${name}(`);
      expect(readFileSync(path.join(root, coveredBy), "utf8"), type).to.contain(type);
    }
  });
});
