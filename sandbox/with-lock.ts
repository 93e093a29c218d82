import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processTable } from "./emulator/process-table";
import { isAlive } from "./engine/cache";
import type { Progress } from "./engine/progress";

/** How often a waiting process looks whether the lock is free, in milliseconds. */
const POLL = 250;
/** After how long a takeover that never ended is ignored, in milliseconds; a takeover takes well under one. */
const TAKEOVER_LIMIT = 10_000;

/** How a lock is waited for. */
export interface LockOptions {
  /** Is told that this process waits, and for whom. Default nobody is. */
  report?: Progress;
  /** What the lock is for, as the other process does it, for example `building the engine`. Default `at work`. */
  doing?: string;
  /** How long to wait for the other, in milliseconds. Default 10 minutes, the longest that an installation should take. */
  timeoutMilliseconds?: number;
  /** Ends the waiting. */
  signal?: AbortSignal;
}

/**
 * Does work that only one process of this machine may do at a time. Another process waits; the lock of a process that has died
 * is taken over.
 *
 * @param file the lock file; its folder is made
 * @param work is done while the lock is held
 * @throws Error where the other holds it for longer than `timeoutMilliseconds`, and the signal's reason
 */
export async function withLock<T>(file: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const { report, doing = "at work", timeoutMilliseconds = 600_000, signal } = options;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const own = `${process.pid} ${startOf(process.pid)}`;
  const started = Date.now();
  for (let told = false; !tryCreate(file, own);) {
    signal?.throwIfAborted();
    const holder = readOr(file, "");
    if (holder && isDead(holder)) {
      if (takeOver(file, holder)) report?.line(`Process ${pidOf(holder)} left unfinished work behind; continuing it.`);
      continue;
    }
    const waited = Date.now() - started;
    if (waited > timeoutMilliseconds)
      throw new Error(`${file} has been locked by process ${pidOf(holder)} for too long; is it hanging?`);
    if (!told && holder) {
      report?.line(`Another process (${pidOf(holder)}) is already ${doing}; waiting for it.`);
      told = true;
    }
    report?.status(`  waiting for process ${pidOf(holder)}, ${Math.round(waited / 1000)} s`);
    await sleep(POLL, undefined, { signal }).catch(() => signal?.throwIfAborted());
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
  const pid = Number(pidOf(holder));
  const start = holder.slice(holder.indexOf(" ") + 1);
  return !isAlive(pid) || (start !== "" && startOf(pid) !== start);
}

function pidOf(holder: string): string {
  return holder.split(" ")[0] || "unknown";
}

/** When a process was started, which tells it from a later one with the same number; empty where that is not known. */
function startOf(pid: number): string {
  const status = readOr(`/proc/${pid}/stat`, "");
  if (status === "") return processTable().find((entry) => entry.pid === pid)?.started ?? "";
  // In the kernel's clock ticks. The name, in brackets, may hold spaces; the fields after it are counted from its end.
  return status.slice(status.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function readOr(file: string, otherwise: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}
