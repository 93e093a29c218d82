import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { after } from "mocha";
import { sandboxAccount } from "../../sandbox/deploy/sandbox-account";
import { startEmulator, stopEmulator, type Emulator } from "../../sandbox/emulator/emulator";

const sandbox = path.join(os.tmpdir(), `platform-own-emulator-${process.pid}`);
let started: Promise<Emulator> | undefined;

/**
 * Emulators in a folder and on ports of their own, with the sandbox's account and nothing deployed: started once for all
 * test files of this process, and ended after the last test. The sandbox that others use is not touched.
 */
export function ownEmulator(): Promise<Emulator> {
  const { accountId, region } = sandboxAccount();
  return (started ??= startEmulator({ accountId, region, forwardPort: 0, sandbox }));
}

after(async function () {
  this.timeout(60_000);
  if (!started) return;
  await stopEmulator({ sandbox });
  fs.rmSync(sandbox, { recursive: true, force: true });
});
