import type * as z from "zod/mini";
import { DEFAULT_MAX_AGE_SECONDS, lastGood, parsedValue, type CacheOptions } from "./cached-value";
import { parameterStore } from "./ssm";

/**
 * A setting in Parameter Store, a JSON text of a known form. To be called outside of handlers; what it returns is called in
 * them, and asks Parameter Store at most once per `maxAgeSeconds`, however often the function runs. A later value that is
 * not valid, or cannot be read, leaves the last good one in force.
 *
 * {@link https://docs.aws.amazon.com/powertools/typescript/latest/features/parameters/}
 *
 * @param name of the parameter, for example `/dev/users/settings`
 * @param schema the form of its value
 * @returns reads the value; it throws where there was never a good one
 *
 * @example
 * const settings = parameter(requiredVariable("SETTINGS_PARAMETER"), z.object({ maximumAttributes: z.int() }));
 * export const handler = async () => (await settings()).maximumAttributes;
 */
export function parameter<T>(name: string, schema: z.ZodMiniType<T>, options: CacheOptions = {}): () => Promise<T> {
  const maxAge = options.maxAgeSeconds ?? DEFAULT_MAX_AGE_SECONDS;
  return lastGood(name, async () =>
    parsedValue(name, schema, await parameterStore.get(name, { decrypt: true, maxAge, throwOnMissing: true })),
  );
}
