import type { ProcessEntry } from "../emulator/process-table";
import { processesWith } from "../emulator/processes-with";

/**
 * The processes of a sandbox's engine: itself, its provider and its policy analyzer, whose environments have its
 * `PULUMI_HOME`, which no other deployment shares. None where no deployment is under way.
 *
 * @param home the sandbox's own `PULUMI_HOME`
 */
export function engineProcesses(home: string): ProcessEntry[] {
  return processesWith(`PULUMI_HOME=${home}`);
}
