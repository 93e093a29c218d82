import { readFileSync } from "node:fs";
import { isAlias, isScalar, LineCounter, parseDocument, visit, type Document } from "yaml";
import type { Problem } from "./problem";

/** What a YAML file holds, or why it cannot be used. */
export interface YamlFile {
  document: Document;
  /** The content as plain values; `undefined` where there are problems. */
  content: unknown;
  problems: Problem[];
}

/** Larger than any real configuration; keeps a wrong file (a log, an archive) from being read into memory. */
const maximumBytes = 256 * 1024;

/**
 * Reads a YAML file as the configuration needs it: YAML 1.2, no key twice, no anchors and no tags. Anchors and tags are
 * refused because the engine reads `Pulumi.<stack>.yaml` with another parser, which must come to the same values.
 *
 * @param path the file
 * @param file its name in problems
 */
export function readYamlFile(path: string, file: string): YamlFile {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const fix = missing
      ? "the file does not exist; restore it from the template, or name another stack"
      : `cannot be read: ${(error as Error).message}`;
    return { document: parseDocument(""), content: undefined, problems: [{ file, path: "", fix }] };
  }
  return parseYaml(text, file);
}

/** {@link readYamlFile} for text already read. */
export function parseYaml(text: string, file: string): YamlFile {
  if (Buffer.byteLength(text) > maximumBytes) {
    const fix = `has more than ${maximumBytes / 1024} KiB, which no configuration needs`;
    return { document: parseDocument(""), content: undefined, problems: [{ file, path: "", fix }] };
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: true, strict: true, merge: false, version: "1.2" });
  const at = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  // What follows a first error of the syntax is its consequence.
  const errors = document.errors.length > 0 ? document.errors.slice(0, 1) : document.warnings;
  const problems: Problem[] = errors.map((error) => ({
    file,
    path: at(error.pos[0]),
    fix: error.message
      .split("\n")[0]!
      .replace(/ at line \d+, column \d+:?$/, "")
      .replace(/\.$/, ""),
  }));
  visit(document, {
    Pair: (_key, { key }) => {
      // Validators pass over this name without a word, since it means something else on every object.
      if (isScalar(key) && key.value === "__proto__") {
        problems.push({ file, path: at(key.range?.[0] ?? 0), fix: "__proto__ is not a known key" });
      }
    },
    Node: (_key, node) => {
      const where = at(node.range?.[0] ?? 0);
      if (isAlias(node) || node.anchor) {
        problems.push({ file, path: where, fix: "anchors and aliases are not allowed; write the value out" });
      }
    },
  });
  if (problems.length > 0) return { document, content: undefined, problems };
  return { document, content: document.toJS({ maxAliasCount: 0 }) as unknown, problems: [] };
}
