import { expect } from "chai";
import { runVerbCommand, type VerbCommand } from "../../../tools/command/verb-command";
import { UsageError, type Verb, type VerbCall } from "../../../tools/command/verb";

describe("a command with verbs", () => {
  let calls: VerbCall[];
  let said: string[];
  const { log, error } = console;

  beforeEach(() => {
    calls = [];
    said = [];
    console.log = (text: string) => said.push(text);
    console.error = (text: string) => said.push(text);
  });
  afterEach(() => {
    Object.assign(console, { log, error });
    process.exitCode = 0;
  });

  const go: Verb = {
    name: "go",
    about: "Goes somewhere.",
    options: { fast: { type: "boolean" } },
    optionHelp: { "--fast": "quickly" },
    run(call) {
      calls.push(call);
      if (call.values["fast"]) throw new UsageError("not that fast");
      return Promise.resolve(7);
    },
  };
  const command: VerbCommand = {
    command: "npm run it",
    about: "Does it.",
    verbs: [{ name: "go", summary: "goes", load: () => go }],
    closing: "That is all.",
  };

  /** Runs the command, and gives the exit code and what was said once both are there. */
  async function ran(args: string[], more: Partial<VerbCommand> = {}): Promise<{ code: unknown; text: string }> {
    process.exitCode = undefined;
    runVerbCommand({ ...command, ...more }, args);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    return { code: process.exitCode, text: said.join("\n") };
  }

  it("gives the verb its options, and ends with its exit code", async () => {
    expect((await ran(["go", "--json"])).code).to.equal(7);
    expect(calls).to.have.length(1);
    expect(calls[0]!.json).to.equal(true);
  });

  it("runs the default verb where none is named, and shows the help as a wrong call where there is no default", async () => {
    expect((await ran([], { defaultVerb: "go" })).code).to.equal(7);
    const { code, text } = await ran([]);
    expect(code).to.equal(2);
    expect(text).to.contain("usage: npm run it -- VERB");
  });

  it("ends a wrong call with 2: an unknown verb, an unknown option, what the verb refuses", async () => {
    expect(await ran(["og"])).to.deep.equal({ code: 2, text: 'There is no verb "og"; there are go' });
    expect((await ran(["go", "--slow"])).text)
      .to.contain("--slow")
      .and.contain("Goes somewhere.");
    expect((await ran(["go", "--fast"])).text).to.contain("not that fast");
    expect(process.exitCode).to.equal(2);
  });

  it("shows the help of the command and of a verb", async () => {
    expect((await ran(["--help"])).text)
      .to.contain("  go       goes")
      .and.contain("That is all.");
    expect((await ran(["go", "--help"])).text).to.contain("  --fast           quickly");
    expect(calls).to.have.length(0);
  });
});
