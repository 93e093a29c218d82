const DRAFT = "http://json-schema.org/draft-04/schema#";
const TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"];

/** Keywords of draft 4, which API Gateway validates by. https://json-schema.org/draft-04/draft-fge-json-schema-validation-00 */
const DRAFT_4 = new Set(
  (
    "$ref $schema additionalItems additionalProperties allOf anyOf default definitions dependencies description enum format id " +
    "items maxItems maxLength maxProperties maximum minItems minLength minProperties minimum multipleOf not oneOf pattern " +
    "patternProperties properties required title type uniqueItems"
  ).split(" "),
);

/** Keywords that hold one schema, a list of them, or schemas by name. */
const ONE = ["additionalItems", "additionalProperties", "items", "not"];
const LISTS = ["allOf", "anyOf", "oneOf", "items"];
const NAMED = ["definitions", "dependencies", "patternProperties", "properties"];

/** What is wrong with a schema, and where. */
export interface SchemaFault {
  /** JSON pointer below the schema, for example `/properties/year`. */
  at: string;
  fault: string;
}

/**
 * What API Gateway would refuse in a model, or take and not check: it knows JSON schema draft 4 only, and skips or rejects later
 * keywords, so that a `const` would let everything through.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export function schemaFaults(schema: object): SchemaFault[] {
  const faults: SchemaFault[] = [];
  const declared = (schema as Record<string, unknown>)["$schema"];
  if (declared !== undefined && declared !== DRAFT) faults.push({ at: "/$schema", fault: `must be ${DRAFT}` });
  visit(schema, "", schema, faults);
  return faults;
}

/** A schema as the text of a model. The draft is stated, since the gateway checks by what it says. */
export function modelText(schema: object): string {
  return JSON.stringify({ $schema: DRAFT, ...schema });
}

function visit(schema: unknown, at: string, root: object, faults: SchemaFault[]): void {
  const say = (where: string, fault: string) => faults.push({ at: at + where || "/", fault });
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
    say("", "must be an object: true and false are no schemas in draft 4");
    return;
  }
  const node = schema as Record<string, unknown>;
  for (const key of Object.keys(node)) if (!DRAFT_4.has(key)) say(`/${key}`, unknownKeyword(key));
  checkType(node["type"], say);
  checkRequired(node["required"], say);
  if (node["enum"] !== undefined && !(Array.isArray(node["enum"]) && node["enum"].length)) {
    say("/enum", "must be a list with at least one value");
  }
  checkReference(node["$ref"], root, say);
  for (const key of ONE) {
    const part = node[key];
    const flag = typeof part === "boolean" && key.startsWith("additional");
    if (part !== undefined && !flag && !Array.isArray(part)) visit(part, `${at}/${key}`, root, faults);
  }
  for (const key of LISTS) {
    const part = node[key];
    if (Array.isArray(part)) part.forEach((item, index) => visit(item, `${at}/${key}/${index}`, root, faults));
    else if (part !== undefined && key !== "items") say(`/${key}`, "must be a list of schemas");
  }
  for (const key of NAMED) {
    for (const [name, part] of Object.entries((node[key] as object | undefined) ?? {})) {
      if (!(key === "dependencies" && Array.isArray(part))) visit(part, `${at}/${key}/${name}`, root, faults);
    }
  }
}

type Say = (where: string, fault: string) => void;

function unknownKeyword(key: string): string {
  if (key === "exclusiveMinimum" || key === "exclusiveMaximum") {
    return `is not supported by API Gateway; state the bound with ${key.replace("exclusiveM", "m")}`;
  }
  if (key === "const") return "is not of draft 4; use enum with one value";
  return "is not a keyword of draft 4, API Gateway would refuse it or not check it";
}

function checkType(type: unknown, say: Say): void {
  if (type === undefined) return;
  const types = Array.isArray(type) ? type : [type];
  if (!types.length || types.some((item) => !TYPES.includes(item as string))) {
    say("/type", `must be of ${TYPES.join(", ")}`);
  }
}

function checkRequired(required: unknown, say: Say): void {
  if (required === undefined) return;
  const ok = Array.isArray(required) && required.length > 0 && required.every((item) => typeof item === "string");
  if (!ok) say("/required", "must be a list of at least one property's name");
}

function checkReference(reference: unknown, root: object, say: Say): void {
  if (reference === undefined) return;
  if (typeof reference !== "string" || !reference.startsWith("#")) {
    say("/$ref", "must point into the same schema, for example #/definitions/student");
    return;
  }
  let target: unknown = root;
  for (const step of reference.split("/").slice(1)) {
    const key = decodeURIComponent(step).replace(/~1/g, "/").replace(/~0/g, "~");
    target = (target as Record<string, unknown> | undefined)?.[key];
  }
  if (target === undefined) say("/$ref", `points to nothing: ${reference}`);
}
