import { nearest } from "../../stacks/config/nearest";
import { UsageError } from "../command/verb";
import type { StackEntry } from "./stack-list";

/** Which stacks a call is about. */
export interface Selection {
  /** Names of stacks. */
  stacks: readonly string[];
  /** Names of accounts, as in `platform.config.yaml`: every stack of theirs. */
  accounts: readonly string[];
}

/**
 * The stacks that were named, or all of them, in the order of the list.
 *
 * @throws UsageError for a name that is not there
 */
export function selectStacks(all: readonly StackEntry[], { stacks, accounts }: Selection): StackEntry[] {
  if (stacks.length === 0 && accounts.length === 0) return [...all];
  const names = all.map(({ name }) => name);
  const accountNames = [...new Set(all.map(({ account }) => account.name))];
  for (const stack of stacks) check("stack", stack, names);
  for (const account of accounts) check("account with a stack", account, accountNames);
  return all.filter(({ name, account }) => stacks.includes(name) || accounts.includes(account.name));
}

function check(what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const meant = nearest(name, known);
  const list = known.length > 0 ? `there are ${known.join(", ")}` : "there is none";
  throw new UsageError(`There is no ${what} "${name}"; ${meant ? `did you mean ${meant}? ` : ""}${list}.`);
}
