import * as fs from "node:fs";
import * as path from "node:path";
import * as auto from "@pulumi/pulumi/automation";
import { passphrase } from "../../sandbox/deploy/passphrase";
import type { EngineFolders } from "../platform/stack-process/messages";
import { bootstrapProject, bootstrapStack } from "./bootstrap-program";

/** Where the state store's own state is. */
export type StatePlace = { kind: "local" } | { kind: "bucket"; backendUrl: string; secretsProvider: string };

export interface BootstrapStackOptions {
  /** `.platform/bootstrap`. */
  folder: string;
  engine: EngineFolders;
  program: auto.PulumiFn;
  /** More of the engine's environment. */
  environment?: Record<string, string>;
}

/** Folder of the state as long as there is no bucket. */
export function localState(folder: string): string {
  return path.join(folder, "state");
}

/**
 * Opens the state store's own stack.
 *
 * @param create makes it where it is not there. Default true.
 * @throws StackNotFoundError where it is not there and must not be made
 */
export async function openBootstrapStack(
  { folder, engine, program, environment }: BootstrapStackOptions,
  place: StatePlace,
  create = true,
): Promise<auto.Stack> {
  const workDir = path.join(folder, `work-${place.kind}`);
  fs.mkdirSync(workDir, { recursive: true });
  if (place.kind === "local") fs.mkdirSync(localState(folder), { recursive: true });
  const url = place.kind === "local" ? `file://${localState(folder)}` : place.backendUrl;
  const open = create ? auto.LocalWorkspace.createOrSelectStack : auto.LocalWorkspace.selectStack;
  return open.call(
    auto.LocalWorkspace,
    { stackName: bootstrapStack, projectName: bootstrapProject, program },
    {
      workDir,
      pulumiHome: engine.pulumiHome,
      pulumiCommand: await auto.PulumiCommand.get({ root: engine.pulumiCommandRoot }),
      projectSettings: { name: bootstrapProject, runtime: "nodejs", backend: { url } },
      ...(place.kind === "bucket" && {
        secretsProvider: place.secretsProvider,
        stackSettings: stackSettings(workDir, place.secretsProvider),
      }),
      envVars: {
        PATH: [...engine.path, process.env["PATH"]].join(path.delimiter),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        ...(place.kind === "local" && { PULUMI_CONFIG_PASSPHRASE: passphrase(folder) }),
        ...environment,
      },
    },
  );
}

/** On a machine that has not seen the stack before, its file is not there; the one that is there has its key as well. */
function stackSettings(workDir: string, secretsProvider: string): Record<string, auto.StackSettings> | undefined {
  const file = path.join(workDir, `Pulumi.${bootstrapStack}.yaml`);
  return fs.existsSync(file) ? undefined : { [bootstrapStack]: { secretsProvider } };
}
