import * as pulumi from "@pulumi/pulumi";
import * as rpc from "@pulumi/pulumi/runtime/rpc";

/** A secret in the form in which it travels to the engine. */
export function secretInput(value: unknown): Record<string, unknown> {
  return { [rpc.specialSigKey]: rpc.specialSecretSig, value };
}

/**
 * Puts the secrets of a transform's result into the form in which they travel. The SDK would send them in clear: where it
 * serialises a transform's result, it does not know that the engine can keep secrets.
 */
export async function keepSecrets(value: any): Promise<any> {
  if (pulumi.Output.isInstance(value)) {
    const output = value as unknown as {
      isKnown: Promise<boolean>;
      isSecret: Promise<boolean>;
      promise(): Promise<unknown>;
    };
    const isKnownSecret = (await output.isSecret) && (await output.isKnown);
    return isKnownSecret ? secretInput(await output.promise()) : value;
  }
  if (Array.isArray(value)) return Promise.all(value.map(keepSecrets));
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(async ([key, each]) => [key, await keepSecrets(each)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
