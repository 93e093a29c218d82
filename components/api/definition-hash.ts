import { createHash } from "node:crypto";
import type { DefinitionPart } from "./api-definition";

/**
 * The hash of an API's parts. The order of parts and of keys does not count, since it changes nothing in the API; every value
 * does, as does a key that is present or not.
 */
export function definitionHash(parts: DefinitionPart[]): string {
  const lines = parts.map(({ kind, name, inputs }) => `${kind} ${name} ${canonical(inputs)}`).sort();
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`);
    return `{${entries.join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}
