import * as fs from "node:fs";
import * as path from "node:path";
import type { SandboxOutputs } from "./sandbox-outputs";

/** The name of the file, in the sandbox's folder, that holds what was deployed. */
export const OUTPUTS_FILE = "outputs.json";

/** Whether a deployment into this sandbox has ended well. Without that, an interrupted one begins again. */
export function hasOutputs(sandbox: string): boolean {
  return fs.existsSync(path.join(sandbox, OUTPUTS_FILE));
}

/** What was deployed last; `undefined` before a first deployment has ended well. */
export function readOutputs(sandbox: string): SandboxOutputs | undefined {
  if (!hasOutputs(sandbox)) return undefined;
  return JSON.parse(fs.readFileSync(path.join(sandbox, OUTPUTS_FILE), "utf8")) as SandboxOutputs;
}

/** Written anew and renamed, so that a reader never sees half of it; it holds API keys, for this user only. */
export function writeOutputs(sandbox: string, outputs: object): void {
  const file = path.join(sandbox, OUTPUTS_FILE);
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(outputs, undefined, 2)}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}
