import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as auto from "@pulumi/pulumi/automation";
import { program } from "../../stacks/program";
import { namespace, readStackFile } from "../../stacks/config/stack-values";
import { ConfigurationError } from "../../stacks/config/problem";
import { adaptations } from "../adaptations";
import { engineEnvironment } from "../adaptations/engine-environment";
import { leaveOut, type LeftOut } from "../adaptations/leave-out";
import type { Emulator } from "../emulator/emulator";
import type { Engine } from "../engine/ensure-engine";
import { passphrase } from "./passphrase";

/** The stack that the sandbox deploys, with its own configuration file. */
export const SANDBOX_STACK = "sandbox";

/**
 * The sandbox's stack: the program that AWS gets, with its resources adapted to the emulators on their way to the engine.
 *
 * @param onLeftOut told of each resource that no emulator offers, once per run of the program
 * @param run what makes the resources; default the platform's program. Tests give a smaller one.
 * @throws ConfigurationError where `Pulumi.sandbox.yaml` is wrong
 */
export async function sandboxStack(
  emulator: Emulator,
  engine: Engine,
  onLeftOut: (resource: LeftOut) => void = () => undefined,
  run: auto.PulumiFn = program,
): Promise<auto.Stack> {
  const { root, sandbox } = emulator.paths;
  const file = readStackFile(root, SANDBOX_STACK);
  if (file.problems.length > 0) throw new ConfigurationError(file.problems);
  const state = path.join(sandbox, "state");
  const workDir = path.join(sandbox, "work");
  for (const folder of [state, workDir]) fs.mkdirSync(folder, { recursive: true });

  const stack = await auto.LocalWorkspace.createOrSelectStack(
    { stackName: SANDBOX_STACK, projectName: namespace, program: adapted(emulator, onLeftOut, run) },
    {
      workDir,
      pulumiHome: engine.pulumiHome,
      pulumiCommand: await auto.PulumiCommand.get({ root: engine.pulumiCommandRoot }),
      projectSettings: { name: namespace, runtime: "nodejs", backend: { url: `file://${state}` } },
      envVars: {
        PATH: [...engine.path, process.env["PATH"]].join(path.delimiter),
        PULUMI_CONFIG_PASSPHRASE: passphrase(sandbox),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        ...engineEnvironment(emulator.endpoint),
      },
    },
  );
  const config = Object.entries(file.values).map(([key, value]) => [key, { value }] as const);
  await stack.setAllConfig(Object.fromEntries(config));
  return stack;
}

function adapted(emulator: Emulator, onLeftOut: (resource: LeftOut) => void, run: auto.PulumiFn): auto.PulumiFn {
  return async () => {
    leaveOut(emulator, onLeftOut);
    for (const transform of adaptations(emulator)) pulumi.runtime.registerResourceTransform(transform);
    return run();
  };
}
