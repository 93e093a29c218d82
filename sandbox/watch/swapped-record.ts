import * as fs from "node:fs";
import * as path from "node:path";

/**
 * Which code `watch` put into functions behind the engine's back: the bundle's hash by the function's file. The engine
 * compares with what it deployed itself, so it sees nothing to do where a file was changed, swapped in and changed back.
 */
export class SwappedRecord {
  private readonly file: string;

  /** @param folder the sandbox's folder, which `down` removes */
  constructor(folder: string) {
    this.file = path.join(folder, "swapped.json");
  }

  /** Hash by entry, such as `functions/students/add.ts`; empty where nothing was swapped. */
  read(): Record<string, string> {
    try {
      return JSON.parse(fs.readFileSync(this.file, "utf8")) as Record<string, string>;
    } catch {
      return {};
    }
  }

  /** Writes down that a function now has this code. */
  add(entry: string, hash: string): void {
    fs.writeFileSync(this.file, JSON.stringify({ ...this.read(), [entry]: hash }));
  }
}
