import type { Context, RootHookObject } from "mocha";
import { sandbox, sandboxOk } from "./sandbox";

let wasUp = false;

/** Brings the sandbox up before the first test, and down after the last, unless it was up before. */
export const mochaHooks: RootHookObject = {
  async beforeAll(this: Context) {
    this.timeout(75 * 60_000);
    wasUp = (await sandbox("status")).code === 0;
    process.stdout.write(await sandboxOk("up"));
  },
  async afterAll(this: Context) {
    this.timeout(60_000);
    if (!wasUp) await sandboxOk("down");
  },
};
