import * as path from "node:path";

/** Where the accounts' configuration, state and logs are, below `.sandbox/`. */
export function accountsFolder(sandbox: string): string {
  return path.join(sandbox, "accounts");
}

/** Where the programs note what no emulator offers, a line each. */
export function leftOutFile(folder: string): string {
  return path.join(folder, "left-out.jsonl");
}
