import * as os from "node:os";
import * as path from "node:path";

/** Where the sandbox of one checkout keeps its files, and where all checkouts of a user share what was built. */
export interface SandboxPaths {
  /** The repository. */
  root: string;
  /** `.sandbox/` in the repository: state that lives and dies with the sandbox. */
  sandbox: string;
  /** The engine's `PULUMI_HOME`, this sandbox's own. */
  home: string;
  /** The emulators' own files: logs, temporary files, S3 data. */
  emulator: string;
  /** Key and certificate of the sandbox's databases. */
  database: string;
  /** The record of the running processes. */
  record: string;
  /** Every e-mail that was delivered, one JSON object per line. */
  mail: string;
  /** Shared by all checkouts of this user: Python environments keyed by their inputs. */
  cache: string;
}

/**
 * @param root the repository; default: the one this file is in
 * @param sandbox the state folder. Default `SANDBOX_FOLDER` of the environment, else `.sandbox` in the repository, so that
 * a checkout can have a second sandbox beside its first.
 */
export function sandboxPaths(root = path.resolve(__dirname, "../.."), sandbox?: string): SandboxPaths {
  const state = sandbox ?? path.resolve(root, process.env["SANDBOX_FOLDER"] || ".sandbox");
  const emulator = path.join(state, "emulator");
  return {
    root,
    sandbox: state,
    home: path.join(state, "home"),
    emulator,
    database: path.join(emulator, "database"),
    record: path.join(emulator, "processes.json"),
    mail: path.join(emulator, "mail.jsonl"),
    cache: path.join(userCache(), "serverless-platform"),
  };
}

/** The user's cache folder: `$XDG_CACHE_HOME`, `~/Library/Caches` on macOS, else `~/.cache`. */
function userCache(): string {
  if (process.env["XDG_CACHE_HOME"]) return process.env["XDG_CACHE_HOME"];
  return process.platform === "darwin"
    ? path.join(os.homedir(), "Library", "Caches")
    : path.join(os.homedir(), ".cache");
}
