import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { after } from "mocha";
import { startEmulator, stopEmulator, type Emulator } from "../../../sandbox/emulator/emulator";

const sandbox = path.join(os.tmpdir(), `sandbox-test-${process.pid}`);
let started: Promise<Emulator> | undefined;

/** The emulators, started once for all test files in a folder of their own, and ended after the last test. */
export function runningEmulator(): Promise<Emulator> {
  return (started ??= startEmulator({ accountId: "111122223333", region: "eu-west-1", forwardPort: 0, sandbox }));
}

after(async function () {
  this.timeout(60_000);
  if (!started) return;
  await stopEmulator({ sandbox });
  fs.rmSync(sandbox, { recursive: true, force: true });
});
