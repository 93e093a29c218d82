import { expect } from "chai";
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { PassThrough } from "node:stream";
import { UsageError } from "../../../tools/command/verb";
import { stackList } from "../../../tools/platform/stack-list";
import { destroy } from "../../../tools/platform/verbs/destroy";

const root = path.resolve(__dirname, "../../..");

/** On this repository's own stacks: nothing of it reaches an engine. */
describe("npm run platform -- destroy", function () {
  this.timeout(60_000);

  /** The command as a shell starts it, with nobody at a terminal. */
  function command(...options: string[]) {
    const args = ["tools/run.cjs", "tools/platform/main.ts", "destroy", ...options];
    const { status, stderr, stdout } = spawnSync(process.execPath, args, {
      cwd: root,
      encoding: "utf8",
      input: "prod\n",
    });
    return { status, text: `${stdout}${stderr}` };
  }

  /** The verb with somebody at a terminal who types a line. */
  async function typed(line: string, stack: string[]): Promise<{ asked: string; error: Error }> {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    input.end(`${line}\n`);
    let asked = "";
    const before = {
      stdin: Object.getOwnPropertyDescriptor(process, "stdin")!,
      write: process.stderr.write.bind(process.stderr),
    };
    Object.defineProperty(process, "stdin", { configurable: true, get: () => input });
    process.stderr.write = ((text: string) => {
      asked += text;
      return true;
    }) as typeof process.stderr.write;
    try {
      await destroy.run({ values: { stack }, positionals: [], json: false });
    } catch (error) {
      return { asked, error: error as Error };
    } finally {
      Object.defineProperty(process, "stdin", before.stdin);
      process.stderr.write = before.write;
    }
    throw new Error("it was let through");
  }

  it("asks for production's name at a terminal, and removes nothing for another answer", async () => {
    const { account } = stackList(root).find(({ name }) => name === "prod")!;
    for (const answer of ["yes", "Prod", ""]) {
      const { asked, error } = await typed(answer, ["prod"]);
      expect(asked).to.contain(`prod is production, in account ${account.id} (${account.name}).`);
      expect(error).to.be.instanceOf(UsageError);
      expect(error.message).to.equal(`"${answer}" is not prod. Nothing was removed.`);
    }
  });

  it("asks for what guards production and the organisation, by what it is", async () => {
    const { asked } = await typed("no", ["baseline-prod"]);
    expect(asked).to.contain("baseline-prod is what guards production or the organisation");
    expect((await typed("no", ["management"])).asked).to.contain("management is the organisation itself");
    expect((await typed("no", ["security"])).asked).to.contain("the log archive and audit of every account");
  });

  it("takes no name from a pipe, names the options instead, and removes nothing by default", () => {
    const piped = command("--stack", "prod");
    expect(piped).to.have.property("status", 2);
    expect(piped.text).to.contain("Nothing was removed. Removing this takes the name of each stack: --confirm prod");
    const other = command("--account", "prod", "--confirm", "prod");
    expect(other).to.have.property("status", 2);
    expect(other.text).to.contain("--confirm baseline-prod").and.not.contain("--confirm prod");
    const all = command();
    expect(all).to.have.property("status", 2);
    expect(all.text).to.contain("Say what to remove: --stack NAME, --account NAME, or --all.");
  });
});
