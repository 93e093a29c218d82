import type { Verb } from "../../command/verb";
import { runHelp, runOptions } from "./run-options";
import { runVerb } from "./run-verb";

export const refresh: Verb = {
  name: "refresh",
  about: `Reads what is really there in each account into the state: after a change by hand, or a deployment that was ended in
the middle. No resource is changed; the next preview shows what a deployment would put back.`,
  options: runOptions,
  optionHelp: runHelp,
  run: (call) => runVerb("refresh", call),
};
