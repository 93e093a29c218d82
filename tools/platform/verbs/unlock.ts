import type { Verb } from "../../command/verb";
import { changeState } from "./change-state";
import { oneStack } from "./one-stack";

export const unlock: Verb = {
  name: "unlock",
  about: `Takes the lock of one stack's state from a process that is gone, as pulumi cancel does. Where that process still runs,
two would write the state at once: look for it first. Afterwards, refresh the stack.`,
  options: { stack: { type: "string", multiple: true } },
  optionHelp: { "--stack NAME": "the stack; exactly one" },
  run: async (call) => changeState({ verb: "unlock", stack: oneStack(call), json: call.json }),
};
