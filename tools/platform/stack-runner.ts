import type { StackEntry } from "./stack-list";

/** What can be done with one stack. */
export type StackVerb = "preview" | "up" | "refresh" | "destroy";

/** What became of one stack. */
export interface StackOutcome {
  ok: boolean;
  /** Resources by what happened to them, or would: `create`, `update`, `delete`, `replace`, `same`. */
  changes?: Record<string, number>;
  /** Why it failed and what to do, for people; or a remark. */
  message?: string;
}

/** Does something with one stack. The orchestrator's only way to the engine, so that tests and the bench simulate it. */
export interface StackRunner {
  /**
   * @param signal asks it to end in an orderly way
   * @param progress told how far it is; replaces what was told before
   */
  run(verb: StackVerb, stack: StackEntry, signal: AbortSignal, progress: (text: string) => void): Promise<StackOutcome>;
}
