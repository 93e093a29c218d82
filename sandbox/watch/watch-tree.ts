import * as fs from "node:fs";
import * as path from "node:path";

/** A watch that is on. */
export interface TreeWatch {
  close(): void;
}

/**
 * Tells of every change below a folder: files written in place, replaced, added and removed, in new folders too.
 *
 * One watcher a folder. The recursive one of Node.js 22 follows single files on Linux, and no longer sees a file once
 * an editor or git has put another in its place.
 *
 * @param folder the folder
 * @param onChange called once or more for each change
 */
export function watchTree(folder: string, onChange: () => void): TreeWatch {
  const watchers = new Map<string, fs.FSWatcher>();
  const watch = (each: string) => {
    if (watchers.has(each)) return;
    const watcher = fs.watch(each, () => {
      changed(each);
    });
    // A folder that is removed ends its watcher; the one above it tells of that.
    watcher.on("error", () => forget(each));
    watchers.set(each, watcher);
  };
  const forget = (each: string) => {
    watchers.get(each)?.close();
    watchers.delete(each);
  };
  const changed = (each: string) => {
    for (const known of watchers.keys()) if (!fs.existsSync(known)) forget(known);
    for (const below of foldersBelow(each)) watch(below);
    onChange();
  };
  for (const each of foldersBelow(folder)) watch(each);
  return { close: () => [...watchers.keys()].forEach(forget) };
}

/** The folder and all below it; none where it is gone. */
function foldersBelow(folder: string): string[] {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  const below = entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(folder, entry.name));
  return [folder, ...below.flatMap(foldersBelow)];
}
