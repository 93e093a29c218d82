import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { platformFileName } from "../../stacks/config";
import { stackFileName } from "../../stacks/config/stack-values";

/** What decides what a stack is deployed as. */
const PROGRAM = ["stacks", "components", "functions", "policies", "web", platformFileName, "package-lock.json"];

/**
 * Fingerprints of what stacks are deployed with: the program, the policy pack, the libraries and each one's own
 * configuration. A stack that was deployed with another fingerprint is not done.
 *
 * @param root the repository
 */
export function stackFingerprints(root: string): (stack: string) => string {
  const program = crypto.createHash("sha256");
  for (const name of PROGRAM) addAll(program, root, name);
  const shared = program.digest("hex");
  return (stack) => {
    const hash = crypto.createHash("sha256").update(shared);
    addAll(hash, root, stackFileName(stack));
    return hash.digest("hex").slice(0, 32);
  };
}

function addAll(hash: crypto.Hash, root: string, name: string): void {
  const file = path.join(root, name);
  const kind = fs.statSync(file, { throwIfNoEntry: false });
  if (kind?.isDirectory()) for (const child of fs.readdirSync(file).sort()) addAll(hash, root, path.join(name, child));
  else if (kind) hash.update(`${name}\0${kind.size}\0`).update(fs.readFileSync(file));
}
