import type { Verb } from "../../command/verb";
import { runHelp, runOptions } from "./run-options";
import { runVerb } from "./run-verb";

export const up: Verb = {
  name: "up",
  about: `Deploys the stacks: the organisation first, then the log archive and audit, then each account. Every stack is previewed
with the policy pack before anything in it is changed, and the pack runs in the update too.

A stack that fails stops only those that need it. What is done is recorded as it happens: run it again with --resume to
finish the rest, after a failure, a cancellation or a crash.`,
  options: runOptions,
  optionHelp: runHelp,
  run: (call) => runVerb("up", call),
};
