import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import * as path from "node:path";
import ts from "typescript";

const root = path.resolve(__dirname, "../..");
const FOLDERS = ["components", "functions", "policies", "sandbox", "stacks", "test", "tools", "web"];
const builtIn = new Set(builtinModules);

/** By module, the declared package that must hand over its own copy: a second one would not be the same class. */
const BROUGHT_BY: Record<string, string> = {
  "@grpc/grpc-js": "@pulumi/pulumi",
  "google-protobuf": "@pulumi/pulumi",
  "@smithy/types": "@aws-sdk/client-dynamodb",
};

/** Part of the runtime a function is deployed to, and left out of its bundle. */
const OF_THE_RUNTIME = new Set(["@aws/synthetics-core"]);

/** `@scope/name` of `@scope/name/file`, `name` of `name/file`. */
const packageOf = (module: string) =>
  module
    .split("/")
    .slice(0, module.startsWith("@") ? 2 : 1)
    .join("/");

/** What a file asks npm for: neither a file of its own nor a part of Node.js. */
const packagesOf = (text: string) =>
  ts
    .preProcessFile(text)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((module) => !module.startsWith(".") && !module.startsWith("node:") && !builtIn.has(module))
    .map(packageOf);

const manifest = (file: string) =>
  JSON.parse(readFileSync(path.join(root, file), "utf8")) as Record<string, Record<string, string>>;

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(c|m)?ts$/.test(file))
    .map((file) => path.join(folder, file)),
);

describe("the modules of npm", () => {
  // One that another brings along is found here, and missing on a clean checkout or after that one's next version.
  it("are each declared in package.json where a file imports them", () => {
    const { dependencies, devDependencies } = manifest("package.json");
    const declared = new Set([
      ...Object.keys({ ...dependencies, ...devDependencies, ...BROUGHT_BY }),
      ...OF_THE_RUNTIME,
    ]);
    const undeclared = sources.flatMap((file) =>
      packagesOf(readFileSync(path.join(root, file), "utf8"))
        .filter((name) => !declared.has(name) && !declared.has(`@types/${name}`))
        .map((name) => `${file}: ${name}`),
    );
    expect(sources.length).to.be.above(500);
    expect(undeclared).to.deep.equal([]);
  });

  it("that a declared package brings along are among what it asks for", () => {
    for (const [name, bringer] of Object.entries(BROUGHT_BY)) {
      expect(manifest(`node_modules/${bringer}/package.json`).dependencies, bringer).to.have.property(name);
      expect(manifest("package.json").dependencies).to.have.property(bringer);
    }
  });

  it("are found in imports of every form, with and without a folder", () => {
    const text = [
      'import { a } from "@one/two/three";',
      'import type { b } from "four/five";',
      'const d = await import("seven");',
      'import "./own"; import fs from "node:fs"; import * as path from "path";',
    ].join("\n");
    expect(packagesOf(text)).to.have.members(["@one/two", "four", "seven"]);
  });
});
