import { deployedFunctions } from "../deploy/swap-code";
import { runningSandbox } from "./running";

/** The names of the functions that are deployed, for whoever asked for another. */
export function functionNames(): string {
  return deployedFunctions(runningSandbox().emulator)
    .map(({ functionName }) => functionName)
    .sort()
    .join(", ");
}
