import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What is kept about a bundle, beside its code. */
export interface CachedBundle {
  /** What every bundle depends on beside its inputs: esbuild, its options, the lock file. */
  basis: string;
  /** Path from the root of every file that went in, with its SHA-256, and size and time as a quick way to see that nothing changed. */
  inputs: Record<string, FileState>;
  hash: string;
  bytes: number;
  bytesWithoutSdk: number;
  code: string;
}

interface FileState {
  sha256: string;
  size: number;
  mtimeMs: number;
}

/** The states seen of installed packages: they do not change while a program runs, and there are hundreds a bundle. */
const installed = new Map<string, FileState | undefined>();

/**
 * Reads a bundle from the cache if it was made of exactly the files that are there now.
 *
 * @param folder the cache's folder
 * @param root what the paths of inputs start from
 * @param entry the handler's file, from `root`
 * @param basis see {@link CachedBundle.basis}
 */
export function readCached(folder: string, root: string, entry: string, basis: string): CachedBundle | undefined {
  let cached: CachedBundle;
  try {
    cached = JSON.parse(readFileSync(cacheFile(folder, entry), "utf8")) as CachedBundle;
  } catch {
    // Absent, or cut short by a crash: it is made again either way.
    return undefined;
  }
  if (cached.basis !== basis) return undefined;
  for (const [path, known] of Object.entries(cached.inputs)) {
    if (stateOf(join(root, path), known)?.sha256 !== known.sha256) return undefined;
  }
  return cached;
}

/** Writes a bundle, so that a reader at the same time sees the old one or the new one whole. */
export function writeCached(folder: string, entry: string, bundle: CachedBundle, sourceMap: string): void {
  const file = cacheFile(folder, entry);
  mkdirSync(dirname(file), { recursive: true });
  for (const [path, content] of [
    [file, JSON.stringify(bundle)],
    [file.replace(/\.json$/, ".js.map"), sourceMap],
  ] as const) {
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  }
}

/** The present states of files, for a bundle that was just made of them. */
export function statesOf(root: string, paths: string[]): Record<string, FileState> {
  return Object.fromEntries(paths.sort().map((path) => [path, stateOf(join(root, path))!]));
}

function cacheFile(folder: string, entry: string): string {
  return join(folder, `${entry.replace(/\.[cm]?ts$/, "").replace(/[^A-Za-z0-9]+/g, "-")}.json`);
}

/** The state of a file; its content is read only where size or time differ from what is `known`. */
function stateOf(file: string, known?: FileState): FileState | undefined {
  const isInstalled = file.includes("/node_modules/");
  if (isInstalled && installed.has(file)) return installed.get(file);
  let state: FileState | undefined;
  try {
    const { size, mtimeMs } = statSync(file);
    const same = known && known.size === size && known.mtimeMs === mtimeMs;
    state = { size, mtimeMs, sha256: same ? known.sha256 : sha256(readFileSync(file)) };
  } catch {
    state = undefined;
  }
  if (isInstalled) installed.set(file, state);
  return state;
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
