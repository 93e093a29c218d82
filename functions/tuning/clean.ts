import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import { lambda } from "../shared/lambda";
import { logger } from "../shared/logger";
import { validate } from "../shared/validate";
import { workflowHandler } from "../shared/workflow-handler";
import { setMemory } from "./function-memory";
import { ownVersions } from "./own-versions";
import { tunedFunction } from "./tuned-function";
import { readNote, releaseFunction } from "./tuning-lock";

const eventSchema = z.object({
  execution: z.string(),
  input: z.looseObject({
    lambdaARN: z.string(),
    /** Cleans up after whichever execution has the function: one that was stopped cannot do it itself. */
    restore: z._default(z.boolean(), false),
  }),
});

/** What was done. */
export interface CleanUp {
  /** Whether `$LATEST` had to be given its memory back. */
  restored: boolean;
  /** Versions that were removed. */
  removed: string[];
}

/**
 * Leaves the function as it was: its memory size, none of the published versions, no alias of the tuning's own. Doing so
 * again does nothing.
 *
 * Event: `execution`, the execution's name, and its `input`. Environment: `TUNED_FUNCTIONS`.
 */
export const handler = workflowHandler(async (event): Promise<CleanUp> => {
  const { execution, input } = validate(eventSchema, event, "InvalidInput");
  const { name, arn } = tunedFunction(input.lambdaARN);
  const note = await readNote(arn);
  // Somebody else's, or all is done.
  if (!input.restore && note?.execution !== execution) return { restored: false, removed: [] };
  // Once it has been restored, a deployment may have given it another size.
  const isChanged = note !== undefined && !note.restored;
  if (isChanged) await setMemory(arn, note.memory);
  // Without a note nobody tunes it, and what is left is from a preparation that ran on after its execution was stopped.
  const removed = await removeVersions(arn, note?.execution);
  // Last, so that an interruption leaves it to be found.
  if (note) await releaseFunction(arn);
  logger.info("cleaned up", { function: name, removed: removed.length, restored: isChanged });
  return { restored: isChanged, removed };
});

async function removeVersions(arn: string, execution?: string): Promise<string[]> {
  const removed: string[] = [];
  for (const { Version } of await ownVersions(arn, execution)) {
    await lambda.send(new DeleteFunctionCommand({ FunctionName: arn, Qualifier: versionNumber(Version) }));
    removed.push(Version!);
  }
  return removed;
}

/** Without a version the call would delete the function. */
function versionNumber(version: string | undefined): string {
  if (!version || !/^\d+$/.test(version)) throw new Error("a version of the tuning has no number");
  return version;
}
