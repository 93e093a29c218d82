import * as fs from "node:fs";
import * as path from "node:path";
import { processTable } from "./process-table";

/**
 * Runs something while no other process runs something with the same lock. The lock of a process that has died is taken
 * over.
 *
 * @param file where the lock is kept
 * @param timeoutMilliseconds how long to wait for the other; default 10 minutes, the longest that pip should take
 */
export async function withLock<T>(file: string, work: () => Promise<T>, timeoutMilliseconds = 600_000): Promise<T> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const end = Date.now() + timeoutMilliseconds;
  const me = JSON.stringify(holder(process.pid));
  while (!take(file, me)) {
    if (Date.now() > end) throw new Error(`${file} has been locked by another process for too long; is one hanging?`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function take(file: string, me: string): boolean {
  // A link appears with its contents or not at all, so nobody can read a lock that is not written yet.
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, me);
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    let other: string;
    try {
      other = fs.readFileSync(file, "utf8");
    } catch {
      return false;
    }
    const { pid, started } = JSON.parse(other) as { pid: number; started: string };
    if (holder(pid).started !== started) fs.rmSync(file, { force: true });
    return false;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

function holder(pid: number): { pid: number; started: string } {
  return { pid, started: processTable().find((entry) => entry.pid === pid)?.started ?? "gone" };
}
