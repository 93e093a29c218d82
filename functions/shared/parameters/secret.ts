import type * as z from "zod/mini";
import { DEFAULT_MAX_AGE_SECONDS, parsedValue, type CacheOptions } from "./cached-value";
import { secretStore } from "./secrets-manager";

/** Reads a secret. */
export interface SecretReader<T> {
  (): Promise<T>;
  /** Asks Secrets Manager now: for a caller that was refused with what it had, because the secret was rotated. */
  fresh(): Promise<T>;
}

/**
 * A secret in Secrets Manager, a JSON text of a known form. To be called outside of handlers; what it returns is called in
 * them, and asks Secrets Manager at most once per `maxAgeSeconds`. Unlike a setting, a secret that can no longer be read is
 * no longer used.
 *
 * {@link https://docs.aws.amazon.com/powertools/typescript/latest/features/parameters/#fetching-secrets}
 *
 * @param name or ARN of the secret
 * @param schema the form of its value
 */
export function secret<T>(name: string, schema: z.ZodMiniType<T>, options: CacheOptions = {}): SecretReader<T> {
  const maxAge = options.maxAgeSeconds ?? DEFAULT_MAX_AGE_SECONDS;
  const read = async (forceFetch: boolean) => {
    const text = await secretStore.get(name, { maxAge, forceFetch, throwOnMissing: true });
    return parsedValue(name, schema, typeof text === "string" ? text : Buffer.from(text).toString("utf8"));
  };
  return Object.assign(() => read(false), { fresh: () => read(true) });
}
