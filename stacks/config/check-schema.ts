import type * as z from "zod";
import { nearest } from "./nearest";
import type { Problem } from "./problem";
import { descriptionOf, knownKeys, pathText, schemaAt } from "./schema-tools";

/** A value that fits its schema, or all that is wrong with it. */
export type Checked<T> = { value: T; problems: [] } | { value: undefined; problems: Problem[] };

/**
 * Checks a value against a schema and says what is wrong in the words of the file it came from.
 *
 * @param schema what is allowed; strict objects, so that a misspelt key is found
 * @param value what was read
 * @param file named in each problem
 * @param prefix stands before each path, for example `platform:`
 */
export function checkSchema<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  file: string,
  prefix = "",
): Checked<z.output<Schema>> {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, problems: [] };
  return { value: undefined, problems: result.error.issues.flatMap((issue) => problemsOf(issue)) };

  function problemsOf(issue: z.core.$ZodIssue): Problem[] {
    const at = (path: readonly PropertyKey[]) => prefix + pathText(path);
    if (issue.code === "unrecognized_keys") {
      const known = knownKeys(schemaAt(schema, issue.path));
      return issue.keys.map((key) => ({ file, path: at([...issue.path, key]), fix: unknownKeyText(key, known) }));
    }
    if (issue.code === "invalid_key") {
      return [
        { file, path: at(issue.path), fix: `the name is not allowed; ${issue.issues[0]?.message ?? issue.message}` },
      ];
    }
    if (issue.code === "invalid_union") {
      // What is wrong with the form that was meant: the others do not even have its type.
      const isOther = (each: z.core.$ZodIssue) => each.code === "invalid_type" && each.path.length === 0;
      const meant = issue.errors.find((issues) => !issues.some(isOther));
      if (meant) return meant.flatMap((each) => problemsOf({ ...each, path: [...issue.path, ...each.path] }));
    }
    const found = valueAt(value, issue.path);
    const wanted = issue.code === "invalid_type" ? wantedForms[issue.expected] : undefined;
    // Where the schema has words of its own they are better.
    if (wanted && found !== undefined && issue.message.startsWith("Invalid input"))
      return [{ file, path: at(issue.path), value: found, fix: `use ${wanted}` }];
    const description = descriptionOf(schemaAt(schema, issue.path));
    const fix = found === undefined && description ? `${lowerFirst(issue.message)}: ${description}` : issue.message;
    return [{ file, path: at(issue.path), value: found, fix: lowerFirst(fix).replace(/\.$/, "") }];
  }
}

/** What to write where a value has another type than the one expected. */
const wantedForms: Record<string, string | undefined> = {
  object: "a map, {} for its defaults, or remove the line",
  record: "a map, or remove the line",
  array: "a list",
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

/** What to say of a key that nobody reads. */
export function unknownKeyText(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  const list = known.length ? `known keys: ${known.join(", ")}` : "no key is allowed here";
  return `is not a known key; ${meant ? `did you mean ${meant}? ` : ""}${meant ? `K${list.slice(1)}` : list}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined),
    value,
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
