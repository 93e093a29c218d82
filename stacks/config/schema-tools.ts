import * as z from "zod";

/** A schema without the `optional`, `default` and similar wrappers around it. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = (schema._zod.def as { innerType?: z.core.$ZodType }).innerType;
  return inner ? unwrapped(inner) : schema;
}

/** The schema of the value at a path, or `undefined` where the path leaves the schema. */
export function schemaAt(root: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  const schema = wrappedAt(root, path);
  return schema && unwrapped(schema);
}

/** {@link schemaAt} with its wrappers, one of which may hold its description. */
export function wrappedAt(root: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  let schema: z.core.$ZodType | undefined = root;
  for (const step of path) schema = schema && childOf(unwrapped(schema), step);
  return schema;
}

function childOf(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<string, z.core.$ZodType>;
    return Object.hasOwn(shape, String(step)) ? shape[String(step)] : undefined;
  }
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  const object = objectOf(schema);
  return object && childOf(object, step);
}

/** The keys that an object schema knows; none for other schemas. */
export function knownKeys(schema: z.core.$ZodType | undefined): string[] {
  const object = schema && (objectOf(schema) ?? schema);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

/** The map among the forms that a value may have. */
export function objectOf(schema: z.core.$ZodType): z.ZodObject | undefined {
  if (!(schema instanceof z.ZodUnion)) return undefined;
  return schema.options.map(unwrapped).find((option) => option instanceof z.ZodObject);
}

/** The description of a schema, looked for through its wrappers. */
export function descriptionOf(schema: z.core.$ZodType | undefined): string | undefined {
  if (!schema) return undefined;
  const own = z.globalRegistry.get(schema as z.ZodType)?.description;
  const inner = (schema._zod.def as { innerType?: z.core.$ZodType }).innerType;
  return own ?? (inner && descriptionOf(inner));
}

/** A path as people write it, for example `accounts.dev.regions[1]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index ? "." : ""}${String(step)}`))
    .join("");
}
