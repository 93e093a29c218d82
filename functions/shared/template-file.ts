import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The text of a mapping template, for whoever deploys or tests it; handlers do not need it.
 *
 * Comment lines are left out. With `joined`, so are line breaks and indentation, for payloads in which they would count.
 *
 * @param folder the folder of the template, `__dirname` of the caller
 * @param file its name there, for example `add-request.vtl`
 * @param options joined: make one line of it; default false
 */
export function templateFile(folder: string, file: string, options: { joined?: boolean } = {}): string {
  const lines = readFileSync(join(folder, file), "utf8")
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("##"));
  return options.joined ? lines.map((line) => line.trim()).join("") : `${lines.join("\n").trim()}\n`;
}
