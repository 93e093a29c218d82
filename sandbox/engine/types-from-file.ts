import * as fs from "node:fs";

/**
 * Reads the types of a JSON file: a list of tokens, resources with a "type" such as a deployment's, or resources by their
 * path such as a recorded plan's, "platform:data:Table$aws:dynamodb/table:Table::students".
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
      for (const [name, inner] of Object.entries(value)) {
        const keyed = /(?:^|\$)(aws:[\w-]+\/\w+:\w+)::/.exec(name)?.[1];
        if (keyed) found.add(keyed);
        visit(inner, name);
      }
    }
  };
  visit(JSON.parse(fs.readFileSync(file, "utf8")), "");
  if (found.size === 0) throw new Error(`${file} names no aws types, "aws:kms/key:Key".`);
  return [...found].sort();
}
