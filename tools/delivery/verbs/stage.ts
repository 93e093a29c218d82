import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline/promises";
import { repositoryRoot } from "../../../stacks/config";
import { UsageError, type Verb } from "../../command/verb";
import { runStages, stageTable } from "../run-stages";
import { stages, type LocalStage } from "../stages";

export const stage: Verb = {
  name: "stage",
  about: `Runs steps of the pipeline on this machine, by their buildspecs, in a clean copy of the last commit and with a clean
environment. The first that fails stops the rest. Deployments go to a sandbox of the copy, which is removed at the end, also
after an interruption. Where a service outside does not answer, the stage is told as one that could not be asked and the others
go on; it is no success, and in the pipeline it stops everything.

Stages, in their order:
${stages.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join("\n")}`,
  positionals: "[NAME…]",
  options: {
    all: { type: "boolean" },
    approve: { type: "boolean" },
    linked: { type: "boolean" },
    port: { type: "string" },
    keep: { type: "boolean" },
  },
  optionHelp: {
    "--all": "every stage",
    "--approve": "answer the question about production with yes",
    "--linked": "use this folder's node_modules instead of npm ci: quicker, and not quite what the pipeline does",
    "--port": "port of the sandbox's pages, where another sandbox has the usual one",
    "--keep": "leave the copy and its sandbox",
  },
  async run({ positionals, values, json }) {
    const chosen = chosenStages(positionals, values["all"] === true);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "delivery-"));
    const write = (text: string) => void (json ? process.stderr : process.stdout).write(text);
    const linked = values["linked"] === true;
    const down = () =>
      execFileSync("npm", ["run", "--silent", "sandbox", "--", "down"], { cwd: folder, stdio: "ignore" });
    const interruption = new AbortController();
    const interrupt = () => interruption.abort();
    process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
    try {
      execFileSync("git", ["clone", "--quiet", repositoryRoot, folder], { stdio: ["ignore", "ignore", "inherit"] });
      if (linked)
        fs.symlinkSync(fs.realpathSync(path.join(repositoryRoot, "node_modules")), path.join(folder, "node_modules"));
      write(`A clean copy of the last commit is in ${folder}.\n`);
      const results = await runStages({
        stages: chosen,
        folder,
        installed: linked,
        approve: values["approve"] === true ? () => Promise.resolve(true) : ask,
        write,
        port: values["port"] as string | undefined,
        signal: interruption.signal,
      });
      write(`\n${stageTable(results)}\n`);
      if (json) console.log(JSON.stringify(results));
      return results.every(({ state }) => state === "succeeded") ? 0 : 1;
    } finally {
      process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
      if (values["keep"] !== true) {
        if (chosen.some(({ deploys }) => deploys) && fs.existsSync(path.join(folder, ".sandbox"))) down();
        fs.rmSync(folder, { recursive: true, force: true });
      }
    }
  },
};

/**
 * The stages that a call names, in the pipeline's order.
 *
 * @throws UsageError for a name that there is not, and for none
 */
export function chosenStages(names: readonly string[], all: boolean): LocalStage[] {
  const known = stages.map(({ name }) => name);
  const wrong = names.filter((name) => !known.includes(name));
  if (wrong.length) throw new UsageError(`There is no stage "${wrong.join('", "')}"; there are ${known.join(", ")}`);
  if (!all && names.length === 0) throw new UsageError(`Name a stage, or --all. There are ${known.join(", ")}`);
  return stages.filter(({ name }) => all || names.includes(name));
}

/** Asks on the terminal; where there is none, the answer is no. */
async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.log(`${question} Nobody can be asked here: --approve says yes.`);
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [yes/no] `);
  terminal.close();
  return answer.trim().toLowerCase() === "yes";
}
