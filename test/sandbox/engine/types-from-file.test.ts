import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { typesFromFile } from "../../../sandbox/engine/types-from-file";
import { temporaryFolder } from "./support/temporary-folder";

describe("the types named in a file", () => {
  const folder = temporaryFolder();

  function typesOf(content: unknown): string[] {
    const file = path.join(folder(), "types.json");
    fs.writeFileSync(file, JSON.stringify(content));
    return typesFromFile(file);
  }

  it("may be a list", () => {
    expect(typesOf(["aws:sns/topic:Topic", "aws:kms/key:Key", "aws:kms/key:Key"])).to.deep.equal([
      "aws:kms/key:Key",
      "aws:sns/topic:Topic",
    ]);
  });

  it("may be those of resources, without components and providers", () => {
    const resources = [
      { type: "aws:kms/key:Key", inputs: { description: "aws:no/type:Type" } },
      { type: "platform:a:B" },
    ];
    expect(typesOf({ deployment: { resources: [...resources, { type: "pulumi:providers:aws" }] } })).to.deep.equal([
      "aws:kms/key:Key",
    ]);
  });

  it("may be those of a plan's paths", () => {
    const resources = { "platform:data:Table$aws:dynamodb/table:Table::a": {}, "platform:data:Table::a": {} };
    expect(typesOf({ stack: "dev", resources })).to.deep.equal(["aws:dynamodb/table:Table"]);
  });

  it("may not be none", () => {
    expect(() => typesOf({ a: 1 })).to.throw('names no aws types, "aws:kms/key:Key"');
  });
});
