import * as readline from "node:readline/promises";
import { UsageError } from "../command/verb";
import type { OrderedKind, StackEntry } from "./stack-list";

const whatItIs: Record<OrderedKind, string> = {
  management: "the organisation itself",
  security: "the log archive and audit of every account",
  baseline: "what guards production or the organisation",
  workload: "production",
};

/** Where a name can be asked for. */
export interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
}

/** What a name is asked for, in the words of the question and of the refusal. */
export interface Confirmed {
  /** Begins "… takes the name of each stack". */
  deed: string;
  /** Follows "Type the stack's name to". */
  act: string;
  /** What was not done, where the name is another one. */
  otherwise: string;
}

const removal: Confirmed = { deed: "Removing this", act: "remove everything in it", otherwise: "Nothing was removed." };

/**
 * Has the name of each precious stack typed, unless it was confirmed on the command line.
 *
 * @param confirmed names given with `--confirm`
 * @param what is asked for. Default the removal
 * @throws UsageError where a name is wrong, or nobody can be asked
 */
export async function confirmRemoval(
  stacks: readonly StackEntry[],
  confirmed: readonly string[],
  { input, output }: Terminal,
  { deed, act, otherwise }: Confirmed = removal,
): Promise<void> {
  const open = stacks.filter(({ name, precious }) => precious && !confirmed.includes(name));
  if (open.length === 0) return;
  if (!input.isTTY) {
    const options = open.map(({ name }) => `--confirm ${name}`).join(" ");
    throw new UsageError(`${otherwise} ${deed} takes the name of each stack: ${options}`);
  }
  const ask = readline.createInterface({ input, output });
  try {
    for (const { name, kind, account } of open) {
      const what = whatItIs[kind];
      output.write(`${name} is ${what}, in account ${account.id} (${account.name}).\n`);
      const answer = await ask.question(`Type the stack's name to ${act}: `);
      if (answer.trim() !== name) throw new UsageError(`"${answer.trim()}" is not ${name}. ${otherwise}`);
    }
  } finally {
    ask.close();
  }
}
