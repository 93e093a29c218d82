import * as path from "node:path";
import type { ProcessRunnerOptions } from "../../tools/platform/process-runner";
import { engineEnvironment } from "../adaptations/engine-environment";
import { passphrase } from "../deploy/passphrase";
import { pulumiHome } from "../deploy/pulumi-home";
import type { Emulator } from "../emulator/emulator";
import type { Engine } from "../engine/ensure-engine";
import { accountsFolder } from "./accounts-folder";

/** With what the orchestrator works on the accounts of this machine. */
export function accountsRunner({ paths }: Pick<Emulator, "paths">, engine: Engine): ProcessRunnerOptions {
  const folder = accountsFolder(paths.sandbox);
  return {
    root: folder,
    folder,
    engine: {
      pulumiCommandRoot: engine.pulumiCommandRoot,
      pulumiHome: pulumiHome(paths.home, engine.pulumiHome),
      path: engine.path,
    },
    program: path.join(__dirname, "program"),
    policyPack: path.join(paths.root, "policies"),
  };
}

/**
 * What the stacks' processes find in their environment: somebody who is signed in to an account of the emulators, and
 * nothing of AWS.
 *
 * @param caller the account's id
 * @param stateAtEnd whether the engine writes its state once only, for deployments that are begun anew when interrupted
 */
export function signedIn(
  { endpoint, paths }: Pick<Emulator, "endpoint" | "paths">,
  caller: string,
  stateAtEnd = false,
): Record<string, string> {
  return {
    ...engineEnvironment(endpoint),
    AWS_ACCESS_KEY_ID: caller,
    AWS_SECRET_ACCESS_KEY: "sandbox",
    PULUMI_CONFIG_PASSPHRASE: passphrase(paths.sandbox),
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // As for one account; see sandbox/deploy/sandbox-stack.ts.
    PULUMI_PARALLEL: "64",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    ...(stateAtEnd ? { PULUMI_SKIP_CHECKPOINTS: "true" } : {}),
  };
}
