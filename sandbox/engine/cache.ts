import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** How many versions of each thing stay in the cache. */
const KEPT = 2;
/** What was used this short a time ago stays besides, in milliseconds: another checkout may be about to use it. */
const GRACE = 3_600_000;
/** The file whose time tells when an entry was last used. */
const USED = ".used";

/**
 * The folder of everything the engine builds, shared by all checkouts of one user.
 *
 * @param environment read for XDG_CACHE_HOME; this process's by default
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment.XDG_CACHE_HOME || path.join(environment.HOME || os.homedir(), ".cache");
  return path.join(base, "serverless-platform", "engine");
}

/** Hashes whatever decides the content of a cache entry; the order of the parts matters. */
export function cacheKey(...parts: (string | Buffer)[]): string {
  const hash = crypto.createHash("sha256");
  for (const part of parts) {
    // The length keeps ["ab", "c"] and ["a", "bc"] apart.
    hash.update(`${Buffer.byteLength(part)}:`);
    hash.update(part);
  }
  return hash.digest("hex").slice(0, 16);
}

/**
 * Makes a cache entry whole or not at all: the work happens in a folder of its own that becomes the entry when it is done.
 *
 * @param entry the entry's folder; if another process completed it meanwhile, that one stays
 * @param work fills the folder it is given
 */
export async function publish(entry: string, work: (folder: string) => Promise<void>): Promise<void> {
  const root = path.dirname(entry);
  fs.mkdirSync(root, { recursive: true });
  const temporary = fs.mkdtempSync(path.join(root, `${TEMPORARY}${process.pid}-`));
  try {
    await work(temporary);
    fs.writeFileSync(path.join(temporary, USED), "");
    try {
      fs.renameSync(temporary, entry);
    } catch (error) {
      if (!isPublished(entry)) throw error;
    }
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

const TEMPORARY = "unfinished-";

/** Tells whether a cache entry is complete, and notes that it is in use. */
export function isPublished(entry: string): boolean {
  const stamp = path.join(entry, USED);
  if (!fs.existsSync(stamp)) return false;
  const now = new Date();
  try {
    fs.utimesSync(stamp, now, now);
  } catch {
    // A cache of another user or a read-only one is still good to read.
  }
  return true;
}

/**
 * Removes what the cache no longer needs: all but the last used entries of each kind, and unfinished work of processes
 * that have ended. An entry's kind is its name up to the first "-".
 *
 * @param root the cache's folder
 * @param kept how many entries of each kind stay
 * @param now the time, in milliseconds; for tests
 */
export function prune(root: string, kept = KEPT, now = Date.now()): void {
  const kinds = new Map<string, { folder: string; used: number }[]>();
  for (const name of fs.existsSync(root) ? fs.readdirSync(root) : []) {
    const folder = path.join(root, name);
    if (name.startsWith(TEMPORARY)) {
      if (!isAlive(Number(name.slice(TEMPORARY.length).split("-")[0])))
        fs.rmSync(folder, { recursive: true, force: true });
      continue;
    }
    const stamp = fs.statSync(path.join(folder, USED), { throwIfNoEntry: false });
    if (!stamp) continue;
    const kind = name.split("-")[0] as string;
    kinds.set(kind, [...(kinds.get(kind) ?? []), { folder, used: stamp.mtimeMs }]);
  }
  for (const entries of kinds.values()) {
    entries.sort((a, b) => b.used - a.used);
    for (const { folder, used } of entries.slice(kept)) {
      if (now - used > GRACE) fs.rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Tells whether a process of this machine is running. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
