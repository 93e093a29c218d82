import { isUnknown, unknown } from "./unknown";

/** Parsed texts, since a policy is read by many rules. Bounded, because the analyzer process may live long. */
const parsed = new Map<string, unknown>();
const mostParsed = 2000;

/**
 * A value that may be JSON text or the object itself, as an object or list.
 *
 * @returns the `unknown` symbol where it is unknown in preview, `undefined` where it is absent or no JSON
 */
export function parseJson(value: unknown): unknown {
  if (typeof value === "object" && value !== null) return value;
  if (typeof value !== "string") return isUnknown(value) ? unknown : undefined;
  if (!/^\s*["[{]/.test(value)) return isUnknown(value) ? unknown : undefined;
  if (parsed.has(value)) return parsed.get(value);
  if (parsed.size >= mostParsed) parsed.clear();
  let result: unknown;
  try {
    result = JSON.parse(value);
    // Some programs stringify twice.
    if (typeof result === "string") result = JSON.parse(result);
  } catch {
    result = isUnknown(value) ? unknown : undefined;
  }
  if (typeof result !== "object" || result === null) result = isUnknown(value) ? unknown : undefined;
  parsed.set(value, result);
  return result;
}
