import { isUnknown, unknown } from "./unknown";

/** The properties of a resource as they came: strings, numbers, lists, objects, and values unknown in preview. */
export type Properties = Record<string, unknown>;

/**
 * The value at a path such as `loggingConfig.bucket`.
 *
 * A part that is unknown makes everything below it unknown; a part that is absent makes it `undefined`. A list of one
 * is read like its element, since the provider has single blocks in both forms (`versioning`, `versionings[0]`).
 */
export function read(value: unknown, path: string): unknown {
  let current = value;
  for (const key of path.split(".")) {
    if (isUnknown(current)) return unknown;
    if (Array.isArray(current) && current.length === 1) current = current[0];
    if (isUnknown(current)) return unknown;
    if (current === null || typeof current !== "object") return undefined;
    current = (current as Properties)[key];
  }
  return isUnknown(current) && !looksLikeJson(current) ? unknown : current;
}

/** JSON text may hold unknown parts and still be read. */
function looksLikeJson(value: unknown): boolean {
  return typeof value === "string" && /^\s*[[{]/.test(value);
}

/** The elements of a list; a single value is a list of one, nothing is an empty list, an unknown list is `[unknown]`. */
export function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** True for `true` and for `"true"` in any case: the provider types some booleans as strings. */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === "string" && value.trim().toLowerCase() === "true");
}

/** True for `false` and for `"false"` in any case. */
export function isFalse(value: unknown): boolean {
  return value === false || (typeof value === "string" && value.trim().toLowerCase() === "false");
}

/** True where a value is known to be left out: undefined, null, empty text, an empty list or an empty object. */
export function isMissing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype && !keysOf(value).length;
}

/** The text of a known string or number, trimmed; `undefined` for everything else. */
export function text(value: unknown): string | undefined {
  if (isUnknown(value)) return undefined;
  if (typeof value === "string") return value.trim();
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** The text in lower case, since AWS and its users disagree about the case of many enumerations. */
export function lower(value: unknown): string | undefined {
  return text(value)?.toLowerCase();
}

/** A number given as such or as text; `undefined` where it is neither. */
export function numeric(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  const given = text(value);
  return given && /^-?\d+(\.\d+)?$/.test(given) ? Number(given) : undefined;
}

/** True for an object that is not a list. */
export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of a key in whatever case it is written. */
export function readAnyCase(value: unknown, key: string): unknown {
  if (isUnknown(value)) return unknown;
  if (!isObject(value)) return undefined;
  if (key in value) return value[key];
  const wanted = key.toLowerCase();
  const found = Object.keys(value).find((each) => each.toLowerCase() === wanted);
  return found === undefined ? undefined : value[found];
}

/** The keys of an object, without those that Pulumi keeps for itself, such as `__defaults`. */
export function keysOf(value: unknown): string[] {
  return isObject(value) ? Object.keys(value).filter((key) => !key.startsWith("__")) : [];
}
