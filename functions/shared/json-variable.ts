import type * as z from "zod/mini";
import { requiredVariable } from "./environment";
import { problemsOf } from "./validate";

/**
 * The value of an environment variable that holds JSON of a known form.
 *
 * @param name for example `ROUTES`
 * @param schema the form
 * @throws Error naming the variable and what is wrong with it
 */
export function jsonVariable<T>(name: string, schema: z.ZodMiniType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(requiredVariable(name));
  } catch (error) {
    throw new Error(`The environment variable ${name} is not JSON: ${(error as Error).message}`);
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new Error(`The environment variable ${name} is not valid: ${problemsOf(result.error).join("; ")}`);
  }
  return result.data;
}
