import { expect } from "chai";
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { join, resolve } from "node:path";
import { bundle, bundleAll, bundleBudget, type Bundle } from "../../../components/compute/bundle";
import { ENTRY } from "./support";

const ROOT = resolve(__dirname, "../../..");
const FOLDER = "test/components/compute/made";
const entry = `${FOLDER}/handler.ts`;

async function codeOf(made: Bundle): Promise<string> {
  const assets = (await made.code.assets) as Record<string, { text: Promise<string> }>;
  expect(Object.keys(assets)).to.deep.equal(["index.js"]);
  return assets["index.js"]!.text;
}

describe("bundle", () => {
  const write = (name: string, text: string) => writeFileSync(join(ROOT, FOLDER, name), text);

  beforeEach(() => {
    mkdirSync(join(ROOT, FOLDER), { recursive: true });
    write("part.ts", "export const greet = (name: string) => `hello ${name}`;");
    write(
      "handler.ts",
      'import { greet } from "./part";\nexport async function handler(e: any) { return greet(e.name); }',
    );
  });
  afterEach(() => rmSync(join(ROOT, FOLDER), { recursive: true, force: true }));

  it("makes one file that runs as it stands", async () => {
    const loaded = new Module("index.js") as NodeModule & { _compile(code: string, file: string): void };
    loaded._compile(await codeOf(bundle(entry)), "/index.js");
    expect(await loaded.exports.handler({ name: "Ada" })).to.equal("hello Ada");
    expect(loaded.exports.handler.name).to.equal("handler");
  });

  it("keeps the source map beside the cache, out of the archive", async () => {
    const code = await codeOf(bundle(entry));
    expect(code).to.not.contain("sourceMappingURL");
    const map = readFileSync(join(ROOT, ".cache/bundles", `${FOLDER.replaceAll("/", "-")}-handler.js.map`), "utf8");
    expect(JSON.parse(map).sources.join()).to.contain("part.ts");
  });

  it("has the same hash for the same code, wherever and beside whatever it is built", async () => {
    const alone = bundle(entry);
    write("other.ts", 'import { greet } from "./part";\nexport const handler = () => greet("you");');
    rmSync(join(ROOT, ".cache/bundles", `${FOLDER.replaceAll("/", "-")}-handler.json`));
    const [, together] = bundleAll([`${FOLDER}/other.ts`, entry]);
    expect(together!.hash).to.equal(alone.hash);
    expect(await codeOf(together!)).to.equal(await codeOf(alone));
    expect(await codeOf(alone)).to.not.contain(ROOT);
  });

  it("is made again when an imported file changes, and only then", () => {
    const before = bundle(entry);
    // As a fresh checkout does: other times, same content.
    utimesSync(join(ROOT, FOLDER, "part.ts"), new Date(0), new Date(0));
    expect(bundle(entry).hash).to.equal(before.hash);
    write("part.ts", "export const greet = (name: string) => `good day ${name}`;");
    expect(bundle(entry).hash).to.not.equal(before.hash);
  });

  it("is made again when the cache was cut short", () => {
    const before = bundle(entry);
    writeFileSync(join(ROOT, ".cache/bundles", `${FOLDER.replaceAll("/", "-")}-handler.json`), '{"basis":');
    expect(bundle(entry).hash).to.equal(before.hash);
  });

  it("comes from the cache in under 50 ms", () => {
    bundle(entry);
    const start = performance.now();
    bundle(entry);
    expect(performance.now() - start).to.be.below(50);
  });

  it("counts AWS SDK clients apart", () => {
    write(
      "handler.ts",
      'import { SQSClient } from "@aws-sdk/client-sqs";\nexport const handler = () => new SQSClient();',
    );
    const { bytes, bytesWithoutSdk } = bundle(entry);
    expect(bytes).to.be.above(100_000);
    expect(bytesWithoutSdk).to.be.below(20_000);
  });

  it("fails for a bundle over its budget, naming each", () => {
    const bytes = bundle(ENTRY).bytesWithoutSdk;
    bundleBudget({ [ENTRY]: bytes });
    expect(() => bundleBudget({ [ENTRY]: bytes - 1, [entry]: 10 })).to.throw(
      new RegExp(`over their budget: ${ENTRY} has ${bytes} bytes, its budget is ${bytes - 1}; ${entry} has`),
    );
  });

  it("refuses what is not a file of the repository, and names what does not compile", () => {
    expect(() => bundle("functions/none.ts")).to.throw("there is no file functions/none.ts");
    expect(() => bundle("functions")).to.throw("there is no file functions");
    expect(() => bundle("../shared/design.md")).to.throw("must be a path from the repository's root");
    expect(() => bundle("/etc/passwd")).to.throw("must be a path from the repository's root");
    write("handler.ts", "export const handler = (;");
    expect(() => bundle(entry)).to.throw(/handler\.ts:1:2\d: ERROR/);
  });
});
