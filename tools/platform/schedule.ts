/** Something to be done once all that it needs has been done. */
export interface Task {
  name: string;
  /** Names of other tasks; those that are not among the tasks count as done. */
  needs: readonly string[];
}

/** How a task ended. */
export type TaskEnd =
  /** It was run. */
  | { state: "run"; ok: boolean }
  /** What it needs failed, or was left out itself: the name of the one that failed. */
  | { state: "skipped"; because: string }
  /** Not begun: too many had failed, or the whole was cancelled. */
  | { state: "notStarted"; because: "failures" | "cancelled" };

export interface ScheduleOptions {
  /** How many run at the same time, at least 1. */
  concurrency: number;
  /** How many may fail before nothing more is begun. Default any number. */
  tolerate?: number;
  /** Once aborted, nothing more is begun; what runs is waited for. */
  signal?: AbortSignal;
  /** Runs a task; says whether it went well. It does not reject. */
  run(name: string): Promise<boolean>;
  /** Told of each end, in the order in which they come. */
  ended?(name: string, end: TaskEnd): void;
}

/**
 * Runs tasks in the order of what they need, several at a time. One that fails stops only those that need it.
 *
 * @throws where tasks need each other in a circle
 */
export async function schedule(tasks: readonly Task[], options: ScheduleOptions): Promise<Map<string, TaskEnd>> {
  const { concurrency, tolerate = Infinity, signal, run } = options;
  const names = new Set(tasks.map(({ name }) => name));
  const waiting = new Map(tasks.map((task) => [task.name, task.needs.filter((need) => names.has(need))]));
  const running = new Map<string, Promise<void>>();
  const ends = new Map<string, TaskEnd>();
  let failures = 0;

  do {
    // Until nothing more follows from what has ended: what is skipped may itself be needed.
    for (let before = -1; before !== waiting.size;) {
      before = waiting.size;
      for (const [name, needs] of waiting) advance(name, needs);
    }
    if (running.size > 0) await Promise.race(running.values());
  } while (running.size > 0 || [...waiting.values()].some((needs) => needs.every((need) => ends.has(need))));
  if (waiting.size > 0) throw new Error(`These stacks need each other in a circle: ${[...waiting.keys()].join(", ")}`);
  return ends;

  function advance(name: string, needs: readonly string[]): void {
    const stopped = stoppedBy(needs);
    if (signal?.aborted) settle(name, { state: "notStarted", because: "cancelled" });
    else if (stopped) settle(name, stopped);
    else if (failures > tolerate) settle(name, { state: "notStarted", because: "failures" });
    else if (running.size < concurrency && needs.every((need) => ends.has(need))) start(name);
  }

  function start(name: string): void {
    waiting.delete(name);
    const work = run(name).then((ok) => {
      running.delete(name);
      if (!ok) failures++;
      settle(name, { state: "run", ok });
    });
    running.set(name, work);
  }

  function settle(name: string, end: TaskEnd): void {
    waiting.delete(name);
    ends.set(name, end);
    options.ended?.(name, end);
  }

  /** How a task ends because of one that it needs: the first of the chain is named, since that is the one to mend. */
  function stoppedBy(needs: readonly string[]): TaskEnd | undefined {
    for (const need of needs) {
      const end = ends.get(need);
      if (end?.state === "run" && !end.ok) return { state: "skipped", because: need };
      if (end && end.state !== "run") return end;
    }
    return undefined;
  }
}
