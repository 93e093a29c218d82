import {
  CreateAliasCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  ResourceConflictException,
  ResourceNotFoundException,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import { lambda } from "../shared/lambda";

/** What is written down, on the function itself, while it is being tuned. */
const noteSchema = z.object({
  /** Name of the execution that tunes it. */
  execution: z.string(),
  /** Its memory before, in MB. */
  memory: z.number(),
  /** True once `$LATEST` has that memory again. */
  restored: z.boolean(),
});

export type TuningNote = z.output<typeof noteSchema>;

/** Name of the alias that holds the note. Nobody calls it; whoever creates it first tunes the function. */
export const TUNING_ALIAS = "power-tuning";

/**
 * Takes the function for an execution, if nobody has it.
 *
 * @returns the note that counts: the given one, or the one of who was there before
 */
export async function takeFunction(FunctionName: string, note: TuningNote): Promise<TuningNote> {
  try {
    await lambda.send(
      new CreateAliasCommand({ FunctionName, Name: TUNING_ALIAS, FunctionVersion: "$LATEST", Description: text(note) }),
    );
    return note;
  } catch (error) {
    if (!(error instanceof ResourceConflictException)) throw error;
    // Gone again in between: whoever had it is done, and the state machine tries this step anew.
    const present = await readNote(FunctionName);
    if (!present) throw error;
    return present;
  }
}

/** The note, or nothing where the function is not being tuned. */
export async function readNote(FunctionName: string): Promise<TuningNote | undefined> {
  try {
    const { Description } = await lambda.send(new GetAliasCommand({ FunctionName, Name: TUNING_ALIAS }));
    return noteSchema.parse(JSON.parse(Description ?? "{}"));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Replaces the note. */
export async function writeNote(FunctionName: string, note: TuningNote): Promise<void> {
  await lambda.send(new UpdateAliasCommand({ FunctionName, Name: TUNING_ALIAS, Description: text(note) }));
}

/** Gives the function back. */
export async function releaseFunction(FunctionName: string): Promise<void> {
  await lambda.send(new DeleteAliasCommand({ FunctionName, Name: TUNING_ALIAS }));
}

function text(note: TuningNote): string {
  return JSON.stringify(note);
}
