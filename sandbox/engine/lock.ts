import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./cache";
import type { Progress } from "./progress";

/** How often a waiting process looks whether the lock is free, in milliseconds. */
const POLL = 250;
/** After how long a takeover that never ended is ignored, in milliseconds; a takeover takes well under one. */
const TAKEOVER_LIMIT = 10_000;

/**
 * Does work that only one process of this machine may do at a time. Another process waits and says so; the lock of a
 * process that has died is taken over.
 *
 * @param file the lock file; its folder is made
 * @param options.report is told that this process waits, and for whom
 * @param options.signal ends the waiting
 * @param work is done while the lock is held
 */
export async function withLock<T>(
  file: string,
  options: { report: Progress; signal?: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const own = `${process.pid} ${startOf(process.pid)}`;
  const started = Date.now();
  for (let told = false; !tryCreate(file, own);) {
    options.signal?.throwIfAborted();
    const holder = readOr(file, "");
    if (holder && isDead(holder)) {
      if (takeOver(file, holder))
        options.report.line(`Process ${pidOf(holder)} left unfinished work behind; continuing it.`);
      continue;
    }
    if (!told && holder) {
      options.report.line(`Another process (${pidOf(holder)}) is already building the engine; waiting for it.`);
      told = true;
    }
    options.report.status(`  waiting for process ${pidOf(holder)}, ${Math.round((Date.now() - started) / 1000)} s`);
    await sleep(POLL, undefined, { signal: options.signal }).catch(() => options.signal?.throwIfAborted());
  }
  try {
    return await work();
  } finally {
    if (readOr(file, "") === own) fs.rmSync(file, { force: true });
  }
}

/** Creates a file with its content in one step, so that nobody reads it empty. */
function tryCreate(file: string, content: string): boolean {
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, content);
  try {
    fs.linkSync(temporary, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}

/** Removes a dead process's lock. Only one process at a time may, or one would remove the lock another just took. */
function takeOver(file: string, holder: string): boolean {
  const guard = `${file}.takeover`;
  const age = Date.now() - (fs.statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (age > TAKEOVER_LIMIT) fs.rmSync(guard, { force: true });
  if (!tryCreate(guard, String(process.pid))) return false;
  try {
    if (readOr(file, "") !== holder) return false;
    fs.rmSync(file, { force: true });
    return true;
  } finally {
    fs.rmSync(guard, { force: true });
  }
}

function isDead(holder: string): boolean {
  const [pid, start] = holder.split(" ");
  return !isAlive(Number(pid)) || (start !== "" && startOf(Number(pid)) !== start);
}

function pidOf(holder: string): string {
  return holder.split(" ")[0] || "unknown";
}

/** When a process was started, in the kernel's clock ticks; tells it from a later one with the same number. Linux only. */
function startOf(pid: number): string {
  const status = readOr(`/proc/${pid}/stat`, "");
  // The name, in brackets, may hold spaces; the fields after it are counted from its end.
  return status.slice(status.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function readOr(file: string, otherwise: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}
