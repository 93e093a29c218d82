import * as fs from "node:fs";
import * as path from "node:path";
import { stopEmulator } from "../emulator/emulator";
import { withLock } from "../with-lock";
import { sandboxPaths } from "../emulator/sandbox-paths";
import { discardState } from "../deploy/state";
import { stopEngine } from "../deploy/stop-engine";
import type { Verb } from "./verb";

export const down: Verb = {
  name: "down",
  about: `Stops the emulators and everything they started, and removes what was deployed. What was built or installed for
the sandbox stays in the user's cache, so that the next "up" is fast.

An "up" that runs at the same time is waited for.`,
  async run({ json }) {
    const paths = sandboxPaths();
    const stopped = await withLock(path.join(paths.sandbox, "up.lock"), {}, async () => {
      await stopEngine(paths.home);
      const running = await stopEmulator();
      discardState(paths.sandbox);
      return running;
    });
    fs.rmSync(paths.sandbox, { recursive: true, force: true });
    console.log(json ? JSON.stringify({ stopped }) : stopped ? "The sandbox is down." : "The sandbox was not up.");
    return 0;
  },
};
