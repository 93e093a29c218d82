/** The part of a schema of draft 4 that models here use. */
interface Schema {
  type?: string;
  required?: string[];
  additionalProperties?: boolean;
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: Schema[];
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
}

/** What the function knows; a model that says more must not pass for checked. */
const KNOWN =
  "$schema title type required additionalProperties properties items oneOf minItems maxItems minLength maxLength pattern";

/**
 * Whether a value is one of a schema of draft 4, as gateways judge it.
 *
 * @param flags of the patterns: none where an engine sees UTF-16 units, as ECMA 262 has it; `u` for characters, as in Java and Python
 */
export function satisfies(schema: object, value: unknown, flags: "" | "u"): boolean {
  const unknown = Object.keys(schema).filter((key) => !KNOWN.split(" ").includes(key));
  if (unknown.length) throw new Error(`No rule for ${unknown.join(", ")}`);
  const { type, oneOf, ...rest } = schema as Schema;
  if (oneOf && oneOf.filter((each) => satisfies(each, value, flags)).length !== 1) return false;
  if (type !== undefined && type !== typeOf(value)) return false;
  if (typeof value === "string") return isText(rest, value, flags);
  if (Array.isArray(value)) return isList(rest, value, flags);
  return typeof value === "object" && value !== null ? isObject(rest, value as Record<string, unknown>, flags) : true;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Lengths are of characters in draft 4, whatever a pattern sees. */
function isText({ minLength = 0, maxLength = Infinity, pattern }: Schema, value: string, flags: "" | "u"): boolean {
  const length = [...value].length;
  return (
    length >= minLength && length <= maxLength && (pattern === undefined || new RegExp(pattern, flags).test(value))
  );
}

function isList({ minItems = 0, maxItems = Infinity, items = {} }: Schema, value: unknown[], flags: "" | "u"): boolean {
  return value.length >= minItems && value.length <= maxItems && value.every((each) => satisfies(items, each, flags));
}

function isObject(schema: Schema, value: Record<string, unknown>, flags: "" | "u"): boolean {
  const { required = [], properties = {}, additionalProperties = true } = schema;
  return (
    required.every((key) => Object.hasOwn(value, key)) &&
    Object.entries(value).every(([key, each]) =>
      Object.hasOwn(properties, key) ? satisfies(properties[key]!, each, flags) : additionalProperties,
    )
  );
}
