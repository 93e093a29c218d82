import { repositoryRoot } from "../../../stacks/config";
import type { VerbCall } from "../../command/verb";
import { platformFolder, realEngine } from "../engine";
import { interruption } from "../interruption";
import { orchestrate } from "../orchestrate";
import { ProcessRunner } from "../process-runner";
import { readRunRecord } from "../run-record";
import { exitCodeOf } from "../run-report";
import { selectStacks } from "../select-stacks";
import { stackDisplay } from "../stack-display";
import { stackFingerprints } from "../stack-fingerprint";
import { stackList, type StackEntry } from "../stack-list";
import type { StackVerb } from "../stack-runner";
import { summaryTable } from "../summary-table";
import { runSettings, selectionOf } from "./run-options";

/**
 * Runs the engine on the stacks that a call selects, shows how it goes on, and prints the table or the report.
 *
 * @param check asked before the engine is made ready; throws where the call must not go on
 * @returns the exit code
 */
export async function runVerb(
  verb: StackVerb,
  call: VerbCall,
  check: (stacks: readonly StackEntry[]) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const root = repositoryRoot;
  const settings = runSettings(call);
  const folder = platformFolder(root);
  const stacks = chosen(stackList(root));
  await check(stacks);

  const runner = new ProcessRunner(await realEngine(root));
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const { signal, end } = interruption(say, () => runner.kill());
  try {
    const report = await orchestrate({
      ...settings,
      verb,
      stacks,
      runner,
      display: stackDisplay(process.stderr),
      folder,
      fingerprintOf: stackFingerprints(root),
      signal,
    });
    console.log(call.json ? JSON.stringify({ ...report, exitCode: exitCodeOf(report) }) : summaryTable(report));
    return exitCodeOf(report);
  } finally {
    end();
  }

  /** Resumed without a selection, it is about the stacks of the run that is finished. */
  function chosen(all: readonly StackEntry[]): StackEntry[] {
    const selection = selectionOf(call);
    const record = settings.resume ? readRunRecord(folder, verb) : undefined;
    const isOpen = selection.stacks.length === 0 && selection.accounts.length === 0;
    if (record && isOpen) return all.filter(({ name }) => Object.hasOwn(record.stacks, name));
    return selectStacks(all, selection);
  }
}
