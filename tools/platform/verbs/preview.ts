import type { Verb } from "../../command/verb";
import { runHelp, runOptions } from "./run-options";
import { runVerb } from "./run-verb";

export const preview: Verb = {
  name: "preview",
  about: `Shows what a deployment would do in each account, by the engine and with the policy pack. Nothing is changed. Values
that nobody has filled in yet may still be missing.

What each stack would make without credentials and engine is what npm run plan shows.`,
  options: runOptions,
  optionHelp: runHelp,
  run: (call) => runVerb("preview", call),
};
