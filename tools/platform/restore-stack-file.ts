import * as fs from "node:fs";
import { parse } from "yaml";
import { setYaml } from "./set-yaml";

/** What the engine adds to a stack's file when it makes the stack: how its secrets are encrypted. To be committed. */
const SECRETS = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/**
 * Takes back what making a stack changed in its file, except how its secrets are encrypted: the engine writes the whole
 * file anew and turns every value into text.
 *
 * @param file `Pulumi.STACK.yaml`
 * @param before its text before the stack was made
 */
export function restoreStackFile(file: string, before: string): void {
  const now = fs.readFileSync(file, "utf8");
  if (now === before) return;
  const written = parse(now) as Record<string, unknown>;
  const was = parse(before) as Record<string, unknown>;
  const added = SECRETS.filter((key) => written[key] !== undefined && written[key] !== was[key]);
  fs.writeFileSync(
    file,
    added.reduce((text, key) => setYaml(text, [key], String(written[key])), before),
  );
}
