import * as fs from "node:fs";

/**
 * Reads the types of a JSON file: a list of tokens, or any structure that holds resources with a "type", such as a
 * recorded plan.
 *
 * @param file the file
 * @returns the aws types in it, sorted, each once
 * @throws Error when there are none
 */
export function typesFromFile(file: string): string[] {
  const found = new Set<string>();
  const visit = (value: unknown, key: string): void => {
    if (typeof value === "string") {
      if ((key === "" || key === "type" || key === "token") && /^aws:[\w-]+\/\w+:\w+$/.test(value)) found.add(value);
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, typeof item === "string" ? "" : key);
    } else if (value && typeof value === "object") {
      for (const [name, inner] of Object.entries(value)) visit(inner, name);
    }
  };
  visit(JSON.parse(fs.readFileSync(file, "utf8")), "");
  if (found.size === 0) throw new Error(`${file} names no aws types, "aws:kms/key:Key".`);
  return [...found].sort();
}
