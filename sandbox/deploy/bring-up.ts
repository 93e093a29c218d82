import { startEmulator, stopEmulator, type Emulator, type EmulatorOptions } from "../emulator/emulator";
import { sandboxPaths } from "../emulator/sandbox-paths";
import type { Engine } from "../engine/ensure-engine";
import { restoreCode } from "../watch/restore-code";
import { deploy, type Deployed, type DeployOptions } from "./deploy";
import { putFirstToken } from "./first-token";
import { hasOutputs } from "./outputs-file";
import { discardState, readMarker } from "./state";
import { stopEngine } from "./stop-engine";

/** What services say of a name that is taken: the resource was made, and the interruption came before it was recorded. */
const TAKEN = /already ?exists|duplicate|ResourceInUse|ResourceConflict|AlreadyOwnedByYou/i;

/**
 * Starts the emulators and deploys to them.
 *
 * An interruption may leave resources that were made but never recorded; nobody can tell them from others, so that the
 * sandbox then begins again on empty emulators. That is always so for a first deployment, which has no data yet; a later
 * one is finished where it stands if that can be done.
 *
 * @throws with the engine's own diagnosis
 */
export async function bringUp(
  engine: Engine,
  emulators: EmulatorOptions,
  options: DeployOptions,
): Promise<Deployed & { emulator: Emulator }> {
  const { sandbox, home } = sandboxPaths(undefined, emulators.sandbox);
  await stopEngine(home);
  const interrupted = readMarker(sandbox)?.complete === false;
  if (interrupted && !hasOutputs(sandbox)) {
    await discardAll("The first deployment was interrupted: it begins again, on empty emulators.");
  }
  try {
    return await once();
  } catch (error) {
    if (!interrupted || !TAKEN.test((error as Error).message)) throw error;
    await discardAll("The interruption left resources that were not recorded: beginning again, on empty emulators.");
    return once();
  }

  async function once(): Promise<Deployed & { emulator: Emulator }> {
    const emulator = await startEmulator(emulators);
    options.report.line("Deploying: about five minutes the first time, with every system on.");
    const deployed = await deploy(emulator, engine, options);
    // Code that "watch" swapped in and that was changed back since is no difference to the engine.
    await restoreCode(emulator);
    await putFirstToken(emulator, deployed.outputs);
    return { emulator, ...deployed };
  }

  async function discardAll(why: string): Promise<void> {
    options.report.line(why);
    await stopEmulator({ sandbox: emulators.sandbox });
    discardState(sandbox);
  }
}
