import { LambdaClient } from "@aws-sdk/client-lambda";
import { bundle } from "../../components/compute/bundle";
import { deployedFunctions, swapCode } from "../deploy/swap-code";
import type { Emulator } from "../emulator/emulator";
import { clientOptions } from "../verbs/running";
import { SwappedRecord } from "./swapped-record";

/**
 * Gives every function that `watch` left with other code than its file has now the file's again. To be called after a
 * deployment too: what was changed, watched and changed back is no difference to the engine.
 *
 * @returns the names of the functions that got other code
 */
export async function restoreCode(emulator: Emulator): Promise<string[]> {
  const record = new SwappedRecord(emulator.paths.sandbox);
  const swapped = record.read();
  const stale = deployedFunctions(emulator).filter(
    ({ entry }) => swapped[entry] !== undefined && swapped[entry] !== bundle(entry).hash,
  );
  const client = new LambdaClient({ ...clientOptions(emulator), maxAttempts: 2 });
  for (const each of stale) {
    await swapCode(client, each);
    record.add(each.entry, bundle(each.entry).hash);
  }
  client.destroy();
  return stale.map(({ functionName }) => functionName);
}
