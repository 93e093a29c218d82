import { emulatorStatus } from "../emulator/emulator";
import { sandboxPaths } from "../emulator/sandbox-paths";
import { readMarker } from "../deploy/state";
import { readOutputs } from "../deploy/outputs-file";
import { addressesOf } from "./summary";
import type { Verb } from "./verb";

export const status: Verb = {
  name: "status",
  about: `Tells which processes of the sandbox run, whether the last deployment ended, and every address. The exit code is 0
where the platform is up, 3 where it is not.`,
  run({ json }) {
    const paths = sandboxPaths();
    const { running, processes } = emulatorStatus();
    const deployment = readMarker(paths.sandbox);
    const outputs = running ? readOutputs(paths.sandbox) : undefined;
    const isUp = outputs !== undefined && deployment?.complete === true;
    if (json) {
      console.log(JSON.stringify({ up: isUp, processes, deployment: deployment ?? null, outputs: outputs ?? null }));
    } else {
      console.log(isUp ? "The sandbox is up." : "The sandbox is not up. Bring it up with: npm run sandbox");
      if (deployment?.complete === false)
        console.log('The last deployment did not end; "npm run sandbox" finishes it.');
      for (const each of processes)
        console.log(`  ${each.name.padEnd(10)} pid ${each.pid} ${each.running ? "runs" : "has ended"}`);
      if (outputs) console.log(`\n${addressesOf(outputs)}`);
    }
    return Promise.resolve(isUp ? 0 : 3);
  },
};
