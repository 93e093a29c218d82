import { repositoryRoot } from "../../../stacks/config";
import { UsageError, type Verb } from "../../command/verb";
import { realEngine } from "../engine";
import { ProcessRunner } from "../process-runner";
import { selectStacks } from "../select-stacks";
import { stackList } from "../stack-list";
import { selectionOf } from "./run-options";

export const unlock: Verb = {
  name: "unlock",
  about: `Takes the lock of one stack's state from a process that is gone, as pulumi cancel does. Where that process still runs,
two would write the state at once: look for it first. Afterwards, refresh the stack.`,
  options: { stack: { type: "string", multiple: true } },
  optionHelp: { "--stack NAME": "the stack; exactly one" },
  async run(call) {
    const { stacks } = selectionOf(call);
    if (stacks.length !== 1) throw new UsageError("Say which stack: --stack NAME, once.");
    const [stack] = selectStacks(stackList(repositoryRoot), { stacks, accounts: [] });
    // It touches the state alone, never the account.
    const runner = new ProcessRunner({ ...(await realEngine(repositoryRoot)), checkAccount: false });
    const { ok, message } = await runner.run("unlock", stack!, new AbortController().signal, () => undefined);
    console.log(call.json ? JSON.stringify({ stack: stack!.name, ok, message }) : `${stack!.name}: ${message}`);
    return ok ? 0 : 1;
  },
};
