import * as z from "zod/mini";
import { jsonVariable } from "../shared/json-variable";
import { NamedError } from "../shared/named-error";

/** The functions that may be tuned: ARN by name. */
const allowed = jsonVariable("TUNED_FUNCTIONS", z.record(z.string(), z.string()));

/** A function that may be tuned. */
export interface TunedFunction {
  name: string;
  /** Without a qualifier. */
  arn: string;
  /** Version or alias that was asked for. */
  qualifier?: string;
}

/**
 * Looks up a function by what a person gave. Never trusts the given ARN: the one that counts is the configured one.
 *
 * Environment: `TUNED_FUNCTIONS`, JSON, ARN by name.
 *
 * @param given ARN or name, with or without a qualifier
 * @throws NamedError FunctionNotAllowed where it is not in the list
 */
export function tunedFunction(given: string): TunedFunction {
  const found = Object.entries(allowed).find(
    ([name, arn]) => [name, arn].includes(given) || given.startsWith(`${arn}:`) || given.startsWith(`${name}:`),
  );
  if (!found) {
    const list = Object.keys(allowed).join(", ");
    throw new NamedError("FunctionNotAllowed", `This function may not be tuned. Those that may: ${list}.`);
  }
  const [name, arn] = found;
  const qualifier = [name, arn].includes(given)
    ? undefined
    : given.slice(given.startsWith(arn) ? arn.length + 1 : name.length + 1);
  return { name, arn, ...(qualifier && qualifier !== "$LATEST" ? { qualifier } : {}) };
}
