import { repositoryRoot } from "../../../stacks/config";
import { realEngine } from "../engine";
import { ProcessRunner, type ProcessRunnerOptions } from "../process-runner";
import type { StackEntry } from "../stack-list";

export interface ChangeStateArgs extends Pick<ProcessRunnerOptions, "systems"> {
  verb: "unlock" | "unprotect";
  stack: StackEntry;
  /** Whether the outcome is told as JSON. */
  json: boolean;
}

/**
 * Does what touches a stack's state alone, never its account, and tells what became of it.
 *
 * @returns the exit code
 */
export async function changeState({ verb, stack, json, systems }: ChangeStateArgs): Promise<number> {
  const runner = new ProcessRunner({ ...(await realEngine(repositoryRoot)), checkAccount: false, systems });
  const { ok, message } = await runner.run(verb, stack, new AbortController().signal, () => undefined);
  console.log(json ? JSON.stringify({ stack: stack.name, ok, message }) : `${stack.name}: ${message}`);
  return ok ? 0 : 1;
}
