import { loadConfiguration, repositoryRoot } from "../../../stacks/config";
import { readStackFile } from "../../../stacks/config/stack-values";
import { systemSchemas } from "../../../stacks/config/systems-schema";
import { UsageError, type Verb } from "../../command/verb";
import { confirmRemoval } from "../confirm";
import { changeState } from "./change-state";
import { oneStack } from "./one-stack";

const QUESTION = {
  deed: "Letting its data leave the state",
  act: "let the data of what was switched off leave its state",
  otherwise: "Nothing was changed.",
};

export const unprotect: Verb = {
  name: "unprotect",
  about: `Lets what a system retains leave the stack's state, after the system was switched off: tables, buckets, queues, keys. Until
then the engine refuses to deploy the stack without them. They stay in the account with all that is in them, and belong to no stack;
the next "up" removes the rest of the system.

Production takes its name: typed at the terminal, or with --confirm.`,
  options: {
    stack: { type: "string", multiple: true },
    system: { type: "string", multiple: true },
    confirm: { type: "string", multiple: true },
  },
  optionHelp: {
    "--stack NAME": "the stack; exactly one",
    "--system NAME": "a system that is off in Pulumi.STACK.yaml; may be given more than once",
    "--confirm NAME": "the stack's name, where it is production",
  },
  async run(call) {
    const stack = oneStack(call);
    const systems = (call.values["system"] ?? []) as string[];
    checkSwitchedOff(stack.name, systems);
    const confirmed = (call.values["confirm"] ?? []) as string[];
    await confirmRemoval([stack], confirmed, { input: process.stdin, output: process.stderr }, QUESTION);
    return changeState({ verb: "unprotect", stack, systems, json: call.json });
  },
};

/** One that is on would get its protection back with the next deployment, and somebody meant another one. */
function checkSwitchedOff(stack: string, systems: readonly string[]): void {
  if (systems.length === 0) throw new UsageError("Say which system was switched off: --system NAME.");
  const known = Object.keys(systemSchemas);
  const unknown = systems.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new UsageError(`There is no system ${unknown.join(", ")}; there are ${known.join(", ")}.`);
  const { values } = readStackFile(repositoryRoot, stack);
  const { environment } = loadConfiguration({ stack, values, root: repositoryRoot });
  const on = systems.filter((name) => "systems" in environment && name in environment.systems);
  if (on.length > 0)
    throw new UsageError(
      `${on.join(", ")} is switched on in Pulumi.${stack}.yaml. Switch it off there first; what it would leave behind, npm run platform -- preview --stack ${stack} tells.`,
    );
}
