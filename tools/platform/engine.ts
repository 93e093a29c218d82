import * as path from "node:path";
import { goldenTypes } from "../../sandbox/deploy/golden-types";
import { ensureEngine } from "../../sandbox/engine/ensure-engine";
import { consoleProgress } from "../../sandbox/engine/progress";
import type { ProcessRunnerOptions } from "./process-runner";

/**
 * All that runs real stacks: the engine (the one installed, else Pulumi's release, else a build), the platform's program
 * and its policy pack.
 */
export async function realEngine(root: string): Promise<ProcessRunnerOptions> {
  const {
    pulumiCommandRoot,
    pulumiHome,
    path: enginePath,
  } = await ensureEngine({
    report: consoleProgress(),
    types: goldenTypes(root),
  });
  return {
    root,
    folder: platformFolder(root),
    engine: { pulumiCommandRoot, pulumiHome, path: enginePath },
    program: path.join(root, "stacks", "program"),
    policyPack: path.join(root, "policies"),
  };
}

/** Where the orchestrator keeps run records, logs and working folders; not committed. */
export function platformFolder(root: string): string {
  return path.join(root, ".platform");
}
