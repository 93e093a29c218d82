import * as z from "zod";
import { checkSchema } from "../../stacks/config/check-schema";
import { placeholderFix } from "../../stacks/config/placeholders";
import { platformSchema } from "../../stacks/config/platform-schema";
import { pathText, schemaAt } from "../../stacks/config/schema-tools";

/** A value for one path of `platform.config.yaml`. */
export interface Answer {
  path: string[];
  value: unknown;
}

/**
 * Turns what a person wrote into a value of the type that the path has: a list is written with commas between.
 *
 * @throws Error that says what is allowed
 */
export function parseAnswer(path: string[], text: string): Answer {
  const schema = schemaAt(platformSchema, path);
  if (!schema) throw new Error(`${pathText(path)} is not a key of platform.config.yaml`);
  // Quotes are the file's: whoever copies a value from there brings them along.
  const given = text.trim().replace(/^(["'])(.*)\1$/, "$2");
  const value = typed(schema, given);
  const refuse = (fix: string) => new Error(`${pathText(path)} is "${given}"; ${fix}`);
  const [problem] = checkSchema(schema as z.ZodType, value, "").problems;
  if (problem) throw refuse(problem.fix.replace(", in quotes", ""));
  const placeholder = [value]
    .flat()
    .map((each) => (typeof each === "string" ? placeholderFix(each, false) : undefined));
  if (placeholder.some(Boolean)) throw refuse(placeholder.find(Boolean)!);
  return { path, value };
}

function typed(schema: z.core.$ZodType, text: string): unknown {
  if (schema instanceof z.ZodArray) {
    return text
      .split(",")
      .map((each) => each.trim())
      .filter(Boolean);
  }
  if (schema instanceof z.ZodNumber) return text === "" ? undefined : Number.isNaN(Number(text)) ? text : Number(text);
  if (schema instanceof z.ZodBoolean) return text === "true" ? true : text === "false" ? false : text;
  return text;
}

/** A value as it is shown to, and written by, a person. */
export function answerText(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** Whether a value still has to be filled in. */
export function isPlaceholder(value: unknown): boolean {
  return [value].flat().some((each) => typeof each === "string" && placeholderFix(each, false) !== undefined);
}
