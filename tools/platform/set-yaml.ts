import { parse, stringify } from "yaml";
import { editYaml } from "../init/edit-yaml";

/**
 * Writes one value into the text of a YAML file and leaves everything else as it is, to the byte: a key that the file does
 * not have goes to its end.
 *
 * @param path from the top, for example `["backend", "url"]`
 */
export function setYaml(text: string, path: readonly string[], value: string): string {
  const content = (parse(text) ?? {}) as Record<string, unknown>;
  if (content[path[0]!] !== undefined) return editYaml(text, [{ path: [...path], value }]);
  const added = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  return `${text.trimEnd()}\n${stringify(added, { lineWidth: 0 })}`;
}
