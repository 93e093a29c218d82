import { PublishVersionCommand, type FunctionConfiguration } from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import { lambda } from "../shared/lambda";
import { logger } from "../shared/logger";
import { count } from "../shared/metrics";
import { NamedError } from "../shared/named-error";
import { validate } from "../shared/validate";
import { workflowHandler } from "../shared/workflow-handler";
import { configurationOf, setMemory, settled } from "./function-memory";
import type { Job } from "./job";
import { ownVersions, versionDescription } from "./own-versions";
import { requestSchema, type TuningRequest } from "./request";
import { tunedFunction, type TunedFunction } from "./tuned-function";
import { takeFunction, writeNote, type TuningNote } from "./tuning-lock";

const eventSchema = z.object({ execution: z.string(), input: requestSchema });

/** The measuring function must outlive one invocation. */
const LONGEST_SECONDS = 840;

/**
 * Publishes a version of the function for each memory size, and gives `$LATEST` its own size back. Aliases that callers use
 * stay as they are. Called again for one execution, it goes on where it was interrupted.
 *
 * Event: `execution`, the execution's name, and its `input`. Environment: `TUNED_FUNCTIONS`. Errors: `InvalidInput`,
 * `FunctionNotAllowed`, `AlreadyBeingTuned`, `CodeDiffers`, `FunctionTooSlow`, `FunctionNotReady`.
 */
export const handler = workflowHandler(async (event): Promise<Job> => {
  const { execution, input } = validate(eventSchema, event, "InvalidInput");
  const fn = tunedFunction(input.lambdaARN);
  const latest = await configurationOf(fn.arn);
  await check(fn, latest);
  const note = await takeFunction(fn.arn, { execution, memory: latest.MemorySize!, restored: false });
  if (note.execution !== execution) {
    const fix = "wait for it, or, where it no longer runs, start this machine with restore: true";
    throw new NamedError("AlreadyBeingTuned", `The execution ${note.execution} has this function: ${fix}.`);
  }
  const versions = await publishAll(fn.arn, execution, note, input);
  count("TuningPrepared");
  logger.info("prepared", { function: fn.name, sizes: versions.length });
  return toJob(fn, latest, versions, input);
});

async function check(fn: TunedFunction, latest: FunctionConfiguration): Promise<void> {
  if ((latest.Timeout ?? 0) > LONGEST_SECONDS)
    throw new NamedError("FunctionTooSlow", `Its timeout is more than ${LONGEST_SECONDS} s, too long to be measured.`);
  if (!fn.qualifier) return;
  const asked = await configurationOf(fn.arn, fn.qualifier);
  if (asked.CodeSha256 !== latest.CodeSha256)
    throw new NamedError("CodeDiffers", `What is tuned is $LATEST, whose code differs from that of ${fn.qualifier}.`);
}

async function publishAll(
  arn: string,
  execution: string,
  note: TuningNote,
  { powerValues }: TuningRequest,
): Promise<Job["versions"]> {
  const present = await ownVersions(arn, execution);
  const versions: Job["versions"] = [];
  try {
    for (const power of [...new Set(powerValues)].sort((a, b) => a - b)) {
      const version = present.find(({ MemorySize }) => MemorySize === power)?.Version;
      versions.push({ power, version: version ?? (await publish(arn, execution, power)) });
    }
  } finally {
    await setMemory(arn, note.memory);
    await writeNote(arn, { ...note, restored: true });
  }
  return versions;
}

/** A version that is the same as the last one published is that one: it is used, and stays when all is cleaned up. */
async function publish(arn: string, execution: string, power: number): Promise<string> {
  await setMemory(arn, power);
  const { Version } = await lambda.send(
    new PublishVersionCommand({ FunctionName: arn, Description: versionDescription(execution) }),
  );
  await settled(arn, Version);
  return Version!;
}

function toJob(fn: TunedFunction, latest: FunctionConfiguration, versions: Job["versions"], input: TuningRequest): Job {
  const { num, payload, parallelInvocation, strategy, balancedWeight } = input;
  return {
    functionArn: fn.arn,
    architecture: latest.Architectures?.[0] === "arm64" ? "arm64" : "x86_64",
    region: fn.arn.split(":")[3]!,
    timeoutSeconds: latest.Timeout ?? 3,
    versions,
    num,
    payload,
    parallelInvocation,
    strategy,
    balancedWeight,
  };
}
