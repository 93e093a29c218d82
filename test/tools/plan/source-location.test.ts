import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { recordProgram } from "../../../tools/plan/program-recorder";
import { sourceLocator } from "../../../tools/plan/source-location";
import { recorded, smallProgram } from "./fixture";

const root = path.resolve(__dirname, "../../..");
const fixture = "test/tools/plan/fixture.ts";

/** The number, from 1, of the only line of a file that holds a text. */
function lineOf(file: string, text: string): number {
  const lines = readFileSync(path.join(root, file), "utf8").split("\n");
  expect(lines.filter((line) => line.includes(text))).to.have.length(1);
  return lines.findIndex((line) => line.includes(text)) + 1;
}

describe("the place where a resource is made", () => {
  const options = { project: "platform", stack: "dev", preview: true, assumeOutputs: true };

  it("is the line of the TypeScript that says new, in the folders that count", async () => {
    const { resources } = await recordProgram(smallProgram(), { ...options, makerFolders: [__dirname] });
    const locate = sourceLocator(resources, root);
    const at = (name: string) => locate(resources.find((each) => each.name === name)!.urn);
    expect(at("students-table")).to.deep.equal({ file: fixture, line: lineOf(fixture, "new aws.dynamodb.Table(") });
    expect(at("alarms")).to.deep.equal({ file: fixture, line: lineOf(fixture, "new aws.sns.Topic(") });
    // What the program makes through the platform's own code is made there.
    expect(at("dev-eu-west-1")!.file).to.equal(fixture);
  });

  it("is the platform's own code by default, and unknown where none of it made the resource", async () => {
    const { resources } = await recordProgram(smallProgram(), options);
    const locate = sourceLocator(resources, root);
    const provider = resources.find(({ name }) => name === "dev-eu-west-1")!;
    expect(locate(provider.urn)).to.deep.equal({
      file: "stacks/accounts.ts",
      line: lineOf("stacks/accounts.ts", "provider = new aws.Provider("),
    });
    expect(locate(resources.find(({ name }) => name === "students-table")!.urn)).to.equal(undefined);
    expect(locate("urn:pulumi:dev::platform::nobody::knows")).to.equal(undefined);
  });

  it("is the parent's where only that is known", () => {
    // A file that is never loaded: the lines of one that is are looked up in its source map.
    const madeAt = { file: path.join(root, "stacks/systems/nowhere.ts"), line: 3, column: 1 };
    const parent = { ...recorded("platform:x:Y", "parent", {}), madeAt };
    const child = { ...recorded("aws:sns/topic:Topic", "child", {}), parent: parent.urn };
    expect(sourceLocator([parent, child], root)(child.urn)).to.deep.equal({
      file: "stacks/systems/nowhere.ts",
      line: 3,
    });
  });

  it("leaves Pulumi as it was, also after a program that fails", async () => {
    const { stackTrace } = pulumi.Resource as unknown as { stackTrace: unknown };
    const fail = () => {
      throw new Error("wrong");
    };
    await recordProgram(fail, options).catch(() => undefined);
    expect((pulumi.Resource as unknown as { stackTrace: unknown }).stackTrace).to.equal(stackTrace);
  });
});
