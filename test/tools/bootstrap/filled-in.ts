import * as fs from "node:fs";
import * as path from "node:path";

const root = path.resolve(__dirname, "../../..");

/** Copies this repository's own configuration into a folder, filled in. @returns the folder */
export function filledIn(folder: string): string {
  for (const file of fs.readdirSync(root)) {
    if (/^Pulumi\.(.+\.)?yaml$/.test(file)) fs.copyFileSync(path.join(root, file), path.join(folder, file));
  }
  let next = 0;
  const text = fs
    .readFileSync(path.join(root, "platform.config.yaml"), "utf8")
    .replace(/"000000000000"/g, () => `"${String(++next).repeat(12)}"`)
    .replace("name: example", "name: acme")
    .replaceAll("example.org", "acme.test")
    .replaceAll("REPLACE_ME", "Z0123456789ABC");
  fs.writeFileSync(path.join(folder, "platform.config.yaml"), text);
  return folder;
}
