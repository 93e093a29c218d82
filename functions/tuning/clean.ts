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
  if (!note || (note.execution !== execution && !input.restore)) return { restored: false, removed: [] };
  // Once it has been restored, a deployment may have given it another size.
  if (!note.restored) await setMemory(arn, note.memory);
  const removed: string[] = [];
  for (const { Version } of await ownVersions(arn, note.execution)) {
    await lambda.send(new DeleteFunctionCommand({ FunctionName: arn, Qualifier: versionNumber(Version) }));
    removed.push(Version!);
  }
  // Last, so that an interruption leaves it to be found.
  await releaseFunction(arn);
  logger.info("cleaned up", { function: name, removed: removed.length, restored: !note.restored });
  return { restored: !note.restored, removed };
});

/** Without a version the call would delete the function. */
function versionNumber(version: string | undefined): string {
  if (!version || !/^\d+$/.test(version)) throw new Error("a version of the tuning has no number");
  return version;
}
