import { setTimeout as pause } from "node:timers/promises";
import {
  GetFunctionConfigurationCommand,
  ResourceConflictException,
  UpdateFunctionConfigurationCommand,
  type FunctionConfiguration,
} from "@aws-sdk/client-lambda";
import { lambda } from "../shared/lambda";
import { NamedError } from "../shared/named-error";

const TRIES = 60;
const PAUSE_MILLISECONDS = 500;

/** The configuration of `$LATEST`, or of a version. */
export function configurationOf(FunctionName: string, Qualifier?: string): Promise<FunctionConfiguration> {
  return lambda.send(new GetFunctionConfigurationCommand({ FunctionName, ...(Qualifier ? { Qualifier } : {}) }));
}

/**
 * Waits until a function or version can be used and changed.
 *
 * @throws NamedError FunctionNotReady where it cannot within half a minute, or its last change failed
 */
export async function settled(FunctionName: string, Qualifier?: string): Promise<FunctionConfiguration> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const configuration = await configurationOf(FunctionName, Qualifier);
    const { State, LastUpdateStatus } = configuration;
    if (State === "Failed" || LastUpdateStatus === "Failed") break;
    // Lambda puts a function that is not used for weeks to sleep; its next invocation wakes it.
    const isReady = State === undefined || State === "Active" || State === "Inactive";
    if (isReady && LastUpdateStatus !== "InProgress") return configuration;
    await pause(PAUSE_MILLISECONDS);
  }
  throw new NamedError("FunctionNotReady", "The function did not become ready after a change.");
}

/** Gives `$LATEST` a memory size, and waits until it has it. */
export async function setMemory(FunctionName: string, MemorySize: number): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const present = await settled(FunctionName);
    if (present.MemorySize === MemorySize) return;
    try {
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize }));
    } catch (error) {
      // Another change began in between.
      if (!(error instanceof ResourceConflictException) || attempt >= 5) throw error;
      await pause(PAUSE_MILLISECONDS);
    }
  }
}
