import type { Context, RootHookObject } from "mocha";
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { engineProcesses } from "../../sandbox/deploy/engine-processes";
import { sandboxPaths } from "../../sandbox/emulator/sandbox-paths";
import { eventually, sandbox, sandboxOk, startSandbox } from "./sandbox";

/** Written when a deployment begins. */
const MARKER = path.resolve(__dirname, "../../.sandbox/deployment.json");

let wasUp = false;

/** How long a first deployment runs until it is killed: past the emulators' start, before its end. */
const INTERRUPTED_AFTER_SECONDS = 15;

/** Begins a first deployment and kills it in the middle, so that the next one has to finish its work. */
async function interruptedUp(): Promise<void> {
  const up = startSandbox("up");
  // The engine may have to be built first, which is not what is interrupted here.
  await eventually(() => Promise.resolve(fs.existsSync(MARKER) || up.ended()), Boolean, 70 * 60);
  await new Promise((resolve) => setTimeout(resolve, INTERRUPTED_AFTER_SECONDS * 1000));
  if (up.ended()) throw new Error("the first deployment ended before it could be interrupted");
  up.kill();
  expect((await sandbox("status")).code, "status after an interruption").to.equal(3);
}

/** Brings the sandbox up before the first test, and down after the last, unless it was up before. */
export const mochaHooks: RootHookObject = {
  async beforeAll(this: Context) {
    this.timeout(75 * 60_000);
    wasUp = (await sandbox("status")).code === 0;
    if (!wasUp) await interruptedUp();
    process.stdout.write(await sandboxOk("up"));
    // Neither of this deployment nor of the one that was killed, whose provider and policy analyzer do not notice that.
    const left = () => Promise.resolve(engineProcesses(sandboxPaths().home).map(({ command }) => command));
    await eventually(left, (commands) => commands.length === 0);
  },
  async afterAll(this: Context) {
    this.timeout(60_000);
    if (!wasUp) await sandboxOk("down");
  },
};
