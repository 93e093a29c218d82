import type { StackDisplay } from "./stack-display";
import { readRunRecord, writeRunRecord, type RunRecord } from "./run-record";
import type { RunReport, StackReport } from "./run-report";
import { schedule, type TaskEnd } from "./schedule";
import type { StackEntry } from "./stack-list";
import type { StackOutcome, StackRunner, StackVerb } from "./stack-runner";

export interface OrchestrateOptions {
  verb: StackVerb;
  /** The stacks in their order. */
  stacks: readonly StackEntry[];
  runner: StackRunner;
  display: StackDisplay;
  /** How many stacks are worked on at a time. */
  concurrency: number;
  /** How many may fail before no further one is begun. Default any number. */
  tolerate?: number;
  /** Leaves out what the last run of the verb finished with the same program and configuration. Default false. */
  resume?: boolean;
  /** `.platform`: where the run is recorded. */
  folder: string;
  fingerprintOf(stack: string): string;
  /** Ends the run in an orderly way. */
  signal: AbortSignal;
}

/** Only these make a stack depend on another: what is previewed or read again is what is deployed anyway. */
const ORDERED: readonly StackVerb[] = ["up", "destroy"];

/**
 * Does one thing with many stacks: what they need first, several at a time, each failure told where it is and stopping
 * only what needs it. What has been done is recorded as it happens, so that a run that was ended can be finished.
 */
export async function orchestrate(options: OrchestrateOptions): Promise<RunReport> {
  const { verb, stacks, runner, display, concurrency, folder, signal } = options;
  const started = Date.now();
  const record = newRecord(options);
  const reports = new Map<string, StackReport>();
  const todo = stacks.filter(({ name }) => record.stacks[name]!.state !== "succeeded");
  for (const stack of stacks) {
    if (!todo.includes(stack)) finish(stack, { state: "alreadyDone" });
  }
  const byName = new Map(todo.map((stack) => [stack.name, stack]));
  display.begin(todo.map(({ name }) => name));
  writeRunRecord(folder, record);

  await schedule(tasksOf(verb, todo), {
    concurrency,
    tolerate: options.tolerate,
    signal,
    run: (name) => runOne(byName.get(name)!),
    ended: (name, end) => {
      const how = howNotRun(end, options.tolerate);
      if (how) finish(byName.get(name)!, how);
    },
  });
  display.end();
  return {
    verb,
    startedAt: record.startedAt,
    seconds: (Date.now() - started) / 1000,
    concurrency,
    cancelled: signal.aborted,
    stacks: stacks.map(({ name }) => reports.get(name)!),
  };

  async function runOne(stack: StackEntry): Promise<boolean> {
    const begun = Date.now();
    note(stack, "running");
    display.change(stack.name, "started");
    let outcome: StackOutcome;
    try {
      outcome = await runner.run(verb, stack, signal, (text) => display.progress(stack.name, text));
    } catch (error) {
      outcome = { ok: false, message: (error as Error).message };
    }
    const { ok, message, changes } = outcome;
    note(stack, ok ? "succeeded" : "failed");
    const state = ok ? "succeeded" : signal.aborted ? "cancelled" : "failed";
    finish(stack, { state, seconds: (Date.now() - begun) / 1000, changes, message });
    return ok;
  }

  function note(stack: StackEntry, state: "running" | "succeeded" | "failed"): void {
    record.stacks[stack.name]!.state = state;
    writeRunRecord(folder, record);
  }

  function finish({ name, account }: StackEntry, how: Pick<StackReport, "state"> & Partial<StackReport>): void {
    const report = { seconds: 0, changes: {}, ...how, stack: name, account: account.name, accountId: account.id };
    reports.set(name, { ...report, changes: how.changes ?? {} });
    if (how.state !== "alreadyDone") display.finish(reports.get(name)!);
  }
}

/** The record of this run: what an earlier one finished stays finished where it is resumed. */
function newRecord({ verb, stacks, resume, folder, fingerprintOf }: OrchestrateOptions): RunRecord {
  const before = resume ? readRunRecord(folder, verb) : undefined;
  const entries = stacks.map(({ name }) => {
    const fingerprint = fingerprintOf(name);
    const earlier = before?.stacks[name];
    const isDone = earlier?.state === "succeeded" && earlier.fingerprint === fingerprint;
    return [name, { state: isDone ? "succeeded" : "waiting", fingerprint }] as const;
  });
  return { version: 1, verb, startedAt: new Date().toISOString(), stacks: Object.fromEntries(entries) };
}

function tasksOf(verb: StackVerb, stacks: readonly StackEntry[]) {
  if (!ORDERED.includes(verb)) return stacks.map(({ name }) => ({ name, needs: [] }));
  if (verb !== "destroy") return stacks;
  // What is needed goes last.
  return [...stacks].reverse().map(({ name }) => ({
    name,
    needs: stacks.filter(({ needs }) => needs.includes(name)).map((other) => other.name),
  }));
}

function howNotRun(end: TaskEnd, tolerate: number | undefined): Pick<StackReport, "state" | "message"> | undefined {
  if (end.state === "run") return undefined;
  if (end.state === "skipped") return { state: "skipped", message: `it needs ${end.because}, which failed` };
  const message =
    end.because === "cancelled"
      ? "cancelled before it was begun"
      : `not begun, since more than ${tolerate} failed (--tolerate)`;
  return { state: "notStarted", message };
}
