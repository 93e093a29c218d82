import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as auto from "@pulumi/pulumi/automation";
import { program } from "../../stacks/program";
import { namespace, readStackFile } from "../../stacks/config/stack-values";
import { ConfigurationError } from "../../stacks/config/problem";
import { withoutPromiseTraces } from "../../tools/plan/without-promise-traces";
import { adaptations, providersOnly } from "../adaptations";
import { engineEnvironment } from "../adaptations/engine-environment";
import { leaveOut, type LeftOut } from "../adaptations/leave-out";
import type { Emulator } from "../emulator/emulator";
import type { Engine } from "../engine/ensure-engine";
import { passphrase } from "./passphrase";
import { pulumiHome } from "./pulumi-home";

/** The stack that the sandbox deploys, with its own configuration file. */
export const SANDBOX_STACK = "sandbox";

/** What a stack on the emulators is made with. */
export interface SandboxStackOptions {
  /** The stack, whose configuration file is read. Default `sandbox`. */
  stackName?: string;
  /** Told of each resource that no emulator offers, once per run of the program. */
  onLeftOut?: (resource: LeftOut) => void;
  /** What makes the resources. Default the platform's program; tests give a smaller one. */
  run?: auto.PulumiFn;
  /**
   * Leaves the program as AWS gets it, but for where its providers call. Such a stack can be previewed, so that the
   * provider checks all that it would be given; most of it cannot be deployed to the emulators. Default false.
   */
  asOnAws?: boolean;
  /**
   * Has the engine write its state once, at the end of a deployment, not after each step: over a thousand resources that
   * is most of its work. For a deployment that is begun anew when it is interrupted. Default false.
   *
   * @see https://github.com/pulumi/pulumi/issues/10668
   */
  stateAtEnd?: boolean;
  /** Values of the configuration, in place of the file's. */
  values?: Record<string, string>;
  /** Further variables for the engine. */
  environment?: Record<string, string>;
}

/**
 * A stack on the emulators: the program that AWS gets, with its resources adapted to the emulators on their way to the
 * engine.
 *
 * @throws ConfigurationError where the stack's file is wrong
 */
export async function sandboxStack(
  emulator: Emulator,
  engine: Engine,
  options: SandboxStackOptions = {},
): Promise<auto.Stack> {
  const { stackName = SANDBOX_STACK, stateAtEnd = false } = options;
  const { root, sandbox, home } = emulator.paths;
  const file = readStackFile(root, stackName);
  if (file.problems.length > 0) throw new ConfigurationError(file.problems);
  const state = path.join(sandbox, "state");
  const workDir = path.join(sandbox, "work");
  for (const folder of [state, workDir]) fs.mkdirSync(folder, { recursive: true });

  const stack = await auto.LocalWorkspace.createOrSelectStack(
    { stackName, projectName: namespace, program: adapted(emulator, options) },
    {
      workDir,
      pulumiHome: pulumiHome(home, engine.pulumiHome),
      pulumiCommand: await auto.PulumiCommand.get({ root: engine.pulumiCommandRoot }),
      projectSettings: { name: namespace, runtime: "nodejs", backend: { url: `file://${state}` } },
      envVars: {
        PATH: [...engine.path, process.env["PATH"]].join(path.delimiter),
        PULUMI_CONFIG_PASSPHRASE: passphrase(sandbox),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        // Most of a deployment to emulators is the provider's waiting between its questions, which costs no processor.
        PULUMI_PARALLEL: "64",
        // Nobody goes back to an older state of emulators.
        PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
        ...(stateAtEnd ? { PULUMI_SKIP_CHECKPOINTS: "true" } : {}),
        ...engineEnvironment(emulator.endpoint, emulator.secure),
        ...options.environment,
      },
    },
  );
  const config = Object.entries({ ...file.values, ...options.values }).map(([key, value]) => [key, { value }] as const);
  await stack.setAllConfig(Object.fromEntries(config));
  return stack;
}

function adapted(emulator: Emulator, options: SandboxStackOptions): auto.PulumiFn {
  const { run = program, onLeftOut, asOnAws = false } = options;
  return async () => {
    // For as long as the process lives: promises are made after the program's end, too.
    withoutPromiseTraces();
    if (!asOnAws) leaveOut(emulator, onLeftOut);
    const transforms = asOnAws ? [providersOnly(emulator)] : adaptations(emulator);
    for (const transform of transforms) pulumi.runtime.registerResourceTransform(transform);
    return run();
  };
}
