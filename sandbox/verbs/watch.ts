import { deployedFunctions, swapCode } from "../deploy/swap-code";
import * as path from "node:path";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { bundle } from "../../components/compute/bundle";
import { restoreCode } from "../watch/restore-code";
import { SwappedRecord } from "../watch/swapped-record";
import { watchTree } from "../watch/watch-tree";
import { clientOptions, runningSandbox } from "./running";
import type { Verb } from "./verb";

/** Editors write a file in several steps; what comes within this time is one change. */
const SETTLE_MILLISECONDS = 150;

export const watch: Verb = {
  name: "watch",
  about: `Watches functions/ and puts changed code into the running functions: bundled, published as a new version, and the
alias moved to it. Ctrl-C ends it. Everything but code needs "npm run sandbox", which also takes over the code's state.`,
  async run({ json }) {
    const { emulator } = runningSandbox();
    const root = emulator.paths.root;
    const client = new LambdaClient({ ...clientOptions(emulator), maxAttempts: 2 });
    const functions = deployedFunctions(emulator);
    const record = new SwappedRecord(emulator.paths.sandbox);
    // A watch before this one may have ended with code in the functions that is no longer in the files.
    await restoreCode(emulator);
    const hashes = new Map(functions.map(({ entry }) => [entry, bundle(entry).hash]));
    const say = (text: string, event: object) => console.log(json ? JSON.stringify(event) : text);
    say(`Watching ${functions.length} functions in functions/. Ctrl-C ends it.`, {
      watching: functions.map((each) => each.functionName),
    });

    const sweep = async (since: number): Promise<void> => {
      for (const each of functions) {
        const { functionName, entry } = each;
        try {
          const made = bundle(entry);
          if (made.hash === hashes.get(entry)) continue;
          const version = await swapCode(client, each);
          hashes.set(entry, made.hash);
          record.add(entry, made.hash);
          const seconds = (Date.now() - since) / 1000;
          say(`${functionName}: version ${version} after ${seconds.toFixed(1)} s`, { functionName, version, seconds });
        } catch (error) {
          // A syntax error while typing is no reason to stop watching.
          say(`${functionName}: ${(error as Error).message}`, { functionName, error: (error as Error).message });
        }
      }
    };
    await watchUntilInterrupted(path.join(root, "functions"), sweep);
    client.destroy();
    return 0;
  },
};

function watchUntilInterrupted(folder: string, onChange: (since: number) => Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let work = Promise.resolve();
    const watcher = watchTree(folder, () => {
      const since = Date.now();
      clearTimeout(timer);
      timer = setTimeout(() => {
        work = work.then(() => onChange(since));
      }, SETTLE_MILLISECONDS);
    });
    const stop = () => {
      clearTimeout(timer);
      watcher.close();
      void work.then(resolve);
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
}
