import { expect } from "chai";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { knownKeys } from "../../../stacks/config/schema-tools";
import { systemSchemas, systemsSchema } from "../../../stacks/config/systems-schema";
import { stackSchemas } from "../../../stacks/config/stack-schema";
import { generatedFiles } from "../../../tools/configuration/generated-files";
import { configurationReference } from "../../../tools/configuration/reference";
import { platformJsonSchema, stackJsonSchema } from "../../../tools/configuration/json-schema";

const root = path.resolve(__dirname, "../../..");

describe("files made from the configuration's schemas", () => {
  it("are up to date (npm run configuration)", async () => {
    for (const { file, text } of await generatedFiles(root)) {
      expect(readFileSync(path.join(root, file), "utf8"), file).to.equal(text);
    }
  });

  it("explain every key of every file", () => {
    const reference = configurationReference();
    for (const kind of Object.keys(stackSchemas)) expect(reference).to.contain(`### Kind \`${kind}\``);
    for (const key of knownKeys(stackSchemas.workload)) expect(reference).to.contain(`\`platform:${key}\``);
    for (const name of Object.keys(systemSchemas)) expect(reference).to.contain(`\`platform:systems.${name}\``);
    const rows = reference.split("\n").filter((line) => line.startsWith("| `"));
    expect(rows.length).to.be.above(40);
    for (const row of rows) expect(row.split(" | ")[3], row).to.match(/\w/);
  });

  it("let an editor find misspelt keys, and leave the engine's own alone", () => {
    type Config = { additionalProperties: boolean; patternProperties: Record<string, object>; required: string[] };
    const schema = stackJsonSchema() as {
      properties: { config: { allOf: { if: { properties: object }; then: Config }[] } };
    };
    const { allOf } = schema.properties.config;
    expect(allOf.map((each) => each.if.properties)).to.deep.equal(
      ["workload", "management", "security", "baseline"].map((kind) => ({ "platform:kind": { const: kind } })),
    );
    const { additionalProperties, patternProperties, required } = allOf[0]!.then;
    expect(allOf[1]!.then.required).to.not.include("platform:systems");
    expect(additionalProperties).to.equal(false);
    const [pattern] = Object.keys(patternProperties);
    expect("platform:knid").to.not.match(new RegExp(pattern!));
    expect("pulumi:tags").to.match(new RegExp(pattern!));
    expect(required).to.include.members(["platform:kind", "platform:account", "platform:systems"]);
    expect(required).to.not.include("platform:removal");
    expect(platformJsonSchema()).to.include({ additionalProperties: false });
  });

  it("know every system", () => {
    expect(knownKeys(systemsSchema)).to.deep.equal(Object.keys(systemSchemas));
  });
});
