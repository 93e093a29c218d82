import * as fs from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { loadConfiguration } from "../../stacks/config";
import { build } from "../../stacks/program";
import type { Outputs } from "../../stacks/workload";
import { adaptations } from "../adaptations";
import { leaveOut } from "../adaptations/leave-out";
import { emulatorStatus } from "../emulator/emulator";
import { accountsFolder, leftOutFile } from "./accounts-folder";

/**
 * The platform's program for one of the accounts on this machine, started by the orchestrator in a process of its own: as
 * AWS gets it, adapted to the emulators on its way to the engine. Its providers begin as whoever is signed in in the
 * environment, and assume the role of their account.
 *
 * @throws where no emulators run, or the configuration is wrong
 */
export function program(): Promise<Outputs> {
  const { emulator } = emulatorStatus();
  if (!emulator) throw new Error("The emulators do not run. Bring them up with: npm run sandbox -- up --accounts");
  const folder = accountsFolder(emulator.paths.sandbox);
  const configuration = loadConfiguration({
    stack: pulumi.getStack(),
    values: pulumi.runtime.allConfig(),
    root: folder,
  });
  const { id: accountId, region } = configuration.environment.account;
  leaveOut({ accountId, region }, (resource) => {
    fs.appendFileSync(leftOutFile(folder), `${JSON.stringify(resource)}\n`);
  });
  const caller = process.env["AWS_ACCESS_KEY_ID"];
  for (const transform of adaptations({ endpoint: emulator.endpoint, accountId, caller })) {
    pulumi.runtime.registerResourceTransform(transform);
  }
  return Promise.resolve(build(configuration));
}
