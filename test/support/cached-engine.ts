import * as path from "node:path";
import { before } from "mocha";
import { goldenTypes } from "../../sandbox/deploy/golden-types";
import { ensureEngine, type Engine } from "../../sandbox/engine/ensure-engine";
import { recordedProgress } from "../sandbox/engine/support/recorded-progress";

const root = path.resolve(__dirname, "../..");

/** The engine of the sandbox, in the cache before the first test of a file that imports this. */
export function cachedEngine(): Promise<Engine> {
  return ensureEngine({ report: recordedProgress(), types: goldenTypes(root) });
}

before(async function () {
  // Building it, or waiting for the suite beside this one that does, which happens once on a machine.
  this.timeout(75 * 60_000);
  await cachedEngine();
});
