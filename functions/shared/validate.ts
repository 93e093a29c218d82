import type * as z from "zod/mini";
import { ApiError } from "./api-error";

type Problems = { issues: z.core.$ZodIssue[] };

/**
 * Checks a value that came from outside.
 *
 * @param schema the form it must have
 * @param value anything at all
 * @param code the code of the error, for example `InvalidStudent`
 * @returns the value, typed
 * @throws ApiError 400 that names every field that is wrong, and never a value
 */
export function validate<T>(schema: z.ZodMiniType<T>, value: unknown, code: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ApiError(400, code, problemsOf(result.error).join("; "));
}

/**
 * What is wrong with a value, one sentence a field. Holds names of fields and rules, no values, so it may be logged.
 *
 * @param error what zod found
 */
export function problemsOf(error: Problems): string[] {
  return error.issues.slice(0, MOST).map((issue) => {
    if (issue.code === "unrecognized_keys") return `${issue.keys.slice(0, MOST).map(quoted).join(", ")} is not known`;
    const field = issue.path.length === 0 ? "the value" : issue.path.map(String).join(".");
    return `${field} ${issue.message || "is not valid"}`;
  });
}

/** More than this many problems, or characters of a name a caller made up, help nobody. */
const MOST = 10;
const LONGEST = 40;

function quoted(name: string): string {
  return JSON.stringify(name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name);
}
