import { UsageError, type Verb } from "../../command/verb";
import { confirmRemoval } from "../confirm";
import { runHelp, runOptions, selectionOf } from "./run-options";
import { runVerb } from "./run-verb";

export const destroy: Verb = {
  name: "destroy",
  about: `Removes what is deployed in the stacks that are named, in the reverse order. What a stack retains (data of production)
stays in the account and leaves the state.

Production, and the accounts of the organisation, take their name: typed at the terminal, or with --confirm.`,
  options: { ...runOptions, all: { type: "boolean" }, confirm: { type: "string", multiple: true } },
  optionHelp: {
    ...runHelp,
    "--all": "every stack; without it, --stack or --account must say which",
    "--confirm NAME": "the name of a stack of production or of the organisation; may be given more than once",
  },
  run(call) {
    const { stacks, accounts } = selectionOf(call);
    if (stacks.length + accounts.length === 0 && !call.values["all"] && !call.values["resume"])
      throw new UsageError("Say what to remove: --stack NAME, --account NAME, or --all.");
    const confirmed = (call.values["confirm"] ?? []) as string[];
    return runVerb("destroy", call, (chosen) =>
      confirmRemoval(chosen, confirmed, { input: process.stdin, output: process.stderr }),
    );
  },
};
