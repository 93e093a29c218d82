import * as fs from "node:fs";
import * as path from "node:path";
import { compareVersions } from "./compare-versions";
import { run, RunError } from "./run";

/** What needs Go, for messages. */
export interface RequireGoOptions {
  /** What is built, at the start of a sentence. Default the engine. */
  readonly what?: string;
  /** What else helps: "install …". Default Pulumi's release. */
  readonly otherwise?: string;
  readonly signal?: AbortSignal;
}

/**
 * Makes sure that Go can build a module.
 *
 * @param folder the module's folder, with its go.mod
 * @throws Error naming the fix when Go is missing or too old
 */
export async function requireGo(folder: string, options: RequireGoOptions = {}): Promise<void> {
  const {
    what = "The Pulumi engine",
    otherwise = "install Pulumi's own release (https://www.pulumi.com/docs/install/)",
    signal,
  } = options;
  const needed = /^go (\S+)$/m.exec(fs.readFileSync(path.join(folder, "go.mod"), "utf8"))?.[1] ?? "0";
  const fix = `Install Go ${needed} or newer from https://go.dev/dl/, or ${otherwise}.`;
  let answer: string;
  try {
    // Run inside the module, so that a Go that fetches newer versions of itself (GOTOOLCHAIN) may do so.
    answer = await run("go", ["env", "GOVERSION"], { folder, signal });
  } catch (error) {
    if (error instanceof RunError && error.system === "ENOENT") {
      throw new Error(`${what} has to be built here, and Go is not installed. ${fix}`);
    }
    if (error instanceof RunError && /requires go/.test(error.tail)) {
      throw new Error(`${what} has to be built here, and Go is too old: ${error.tail}. ${fix}`);
    }
    throw error;
  }
  const version = answer.trim();
  if (compareVersions(version, needed) < 0) {
    throw new Error(`${what} has to be built here, and Go is too old: ${version}. ${fix}`);
  }
}
