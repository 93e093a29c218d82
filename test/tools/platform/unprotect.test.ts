import { expect } from "chai";
import { PassThrough } from "node:stream";
import { repositoryRoot } from "../../../stacks/config";
import { UsageError } from "../../../tools/command/verb";
import { confirmRemoval } from "../../../tools/platform/confirm";
import { stackList } from "../../../tools/platform/stack-list";
import { unprotect } from "../../../tools/platform/verbs/unprotect";

/** On this repository's own stacks: nothing of it reaches an engine. */
describe("npm run platform -- unprotect", function () {
  this.timeout(60_000);

  async function refusal(values: Record<string, string[]>): Promise<string> {
    try {
      await unprotect.run({ values, positionals: [], json: false });
    } catch (error) {
      expect(error).to.be.instanceOf(UsageError);
      return (error as Error).message;
    }
    throw new Error("it was let through");
  }

  it("is about exactly one stack, and systems that there are", async () => {
    expect(await refusal({ system: ["etl"] })).to.equal("Say which stack: --stack NAME, once.");
    expect(await refusal({ stack: ["dev", "prod"], system: ["etl"] })).to.contain("once");
    expect(await refusal({ stack: ["prod"] })).to.equal("Say which system was switched off: --system NAME.");
    expect(await refusal({ stack: ["prod"], system: ["etl", "elt"] })).to.match(
      /^There is no system elt; there are identity, .*etl/,
    );
  });

  it("leaves the protection of a system that is switched on", async () => {
    const said = await refusal({ stack: ["prod"], system: ["etl", "trends"] });
    expect(said).to.match(/^etl, trends is switched on in Pulumi\.prod\.yaml\. Switch it off there first/);
    expect(await refusal({ stack: ["dev"], system: ["delivery", "etl"] })).to.match(/^etl is switched on/);
  });

  it("takes production's name, in words of its own", async () => {
    const prod = stackList(repositoryRoot).find(({ name }) => name === "prod")!;
    const input = Object.assign(new PassThrough(), { isTTY: false });
    const question = { deed: "Letting go", act: "let go", otherwise: "Nothing was changed." };
    const refused = await confirmRemoval([prod], [], { input, output: new PassThrough() }, question).catch(
      (error: Error) => error.message,
    );
    expect(refused).to.equal("Nothing was changed. Letting go takes the name of each stack: --confirm prod");
    const output = new PassThrough();
    const terminal = { input: Object.assign(new PassThrough(), { isTTY: true }), output };
    terminal.input.end("prod\n");
    await confirmRemoval([prod], [], terminal, question);
    expect(String(output.read())).to.contain("Type the stack's name to let go: ");
  });
});
