import { repositoryRoot } from "../../../stacks/config";
import { UsageError, type VerbCall } from "../../command/verb";
import { selectStacks } from "../select-stacks";
import { stackList, type StackEntry } from "../stack-list";
import { selectionOf } from "./run-options";

/** The stack that a verb about exactly one is for. @throws UsageError where none, several or an unknown one is named */
export function oneStack(call: VerbCall): StackEntry {
  const { stacks } = selectionOf(call);
  if (stacks.length !== 1) throw new UsageError("Say which stack: --stack NAME, once.");
  return selectStacks(stackList(repositoryRoot), { stacks, accounts: [] })[0]!;
}
