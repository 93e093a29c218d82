import { emulatorStatus, type Emulator } from "../emulator/emulator";
import { readOutputs } from "../deploy/outputs-file";
import type { SandboxOutputs } from "../deploy/sandbox-outputs";

/** A sandbox that is up: its emulators, and what was deployed. */
export interface RunningSandbox {
  emulator: Emulator;
  outputs: SandboxOutputs;
}

/**
 * The sandbox as it runs.
 *
 * @throws where it is not up, naming the command that brings it up
 */
export function runningSandbox(): RunningSandbox {
  const { running, emulator } = emulatorStatus();
  const outputs = running && emulator && readOutputs(emulator.paths.sandbox);
  if (!outputs) throw new Error("The sandbox is not up. Bring it up with: npm run sandbox");
  return { emulator, outputs };
}

/** What every AWS SDK client of the sandbox is made with. The access key is the account; the emulator checks no secret. */
export function clientOptions(emulator: Emulator) {
  return {
    endpoint: emulator.endpoint,
    region: emulator.region,
    credentials: { accessKeyId: emulator.accountId, secretAccessKey: "sandbox" },
  };
}
