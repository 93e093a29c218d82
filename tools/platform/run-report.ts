import type { StackVerb } from "./stack-runner";

/** How a stack of a run ended. */
export type StackState = "succeeded" | "failed" | "cancelled" | "skipped" | "notStarted" | "alreadyDone";

/** One stack of a run. */
export interface StackReport {
  stack: string;
  /** The account's name in `platform.config.yaml`. */
  account: string;
  accountId: string;
  state: StackState;
  /** How long it took. */
  seconds: number;
  changes: Record<string, number>;
  /** Why it is not `succeeded`, or a remark. */
  message?: string;
}

/** What `--json` prints, and the table is made of. */
export interface RunReport {
  verb: StackVerb;
  startedAt: string;
  seconds: number;
  concurrency: number;
  /** True where the user ended it. */
  cancelled: boolean;
  stacks: StackReport[];
}

/** 0 where every stack is as asked; 130 where the user ended it; else 1. */
export function exitCodeOf({ stacks, cancelled }: RunReport): number {
  if (stacks.every(({ state }) => state === "succeeded" || state === "alreadyDone")) return 0;
  return cancelled ? 130 : 1;
}
