import type * as z from "zod/mini";
import { logger } from "../logger";
import { problemsOf } from "../validate";

/** How long a value from a store is used. */
export interface CacheOptions {
  /** Seconds after which the store is asked again, at least 1. Default 300. */
  maxAgeSeconds?: number;
}

/** Seconds that a value is used when nothing else is said. */
export const DEFAULT_MAX_AGE_SECONDS = 300;

/** Says what is wrong with a value, and never the value. */
export class InvalidValueError extends Error {
  override readonly name = "InvalidValueError";

  constructor(name: string, problems: string[]) {
    super(`The value of ${name} is not valid: ${problems.join("; ")}`);
  }
}

/**
 * Makes a value of the text that a store holds.
 *
 * @param name of the value in its store
 * @param schema the form that the text's JSON must have
 * @throws InvalidValueError
 */
export function parsedValue<T>(name: string, schema: z.ZodMiniType<T>, text: string | undefined): T {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "");
  } catch {
    // What the parser says would quote the value.
    throw new InvalidValueError(name, ["it is not JSON"]);
  }
  const result = schema.safeParse(value);
  if (!result.success) throw new InvalidValueError(name, problemsOf(result.error));
  return result.data;
}

/**
 * Keeps the last good value in force when a later one cannot be read or is not valid, and says so in the log. Without a
 * good one before, the error is thrown.
 *
 * @param name of the value in its store
 * @param read asks the store, or its cache
 */
export function lastGood<T>(name: string, read: () => Promise<T>): () => Promise<T> {
  let last: { value: T } | undefined;
  return async () => {
    try {
      last = { value: await read() };
      return last.value;
    } catch (error) {
      if (!last) throw error;
      logger.error("kept the last good value", { parameter: name, error: error as Error });
      return last.value;
    }
  };
}
