import * as fs from "node:fs";
import * as path from "node:path";
import { typesFromFile } from "../engine/types-from-file";

/**
 * The resource types that the platform's stacks use, out of their committed plans: what the sandbox's provider must serve.
 *
 * @param root the repository
 * @throws where there is no plan
 */
export function goldenTypes(root: string): string[] {
  const folder = path.join(root, "test", "golden");
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
  if (files.length === 0) throw new Error(`${folder} holds no plan; make them with: npm run plan -- sandbox --update`);
  return [...new Set(files.flatMap((file) => typesFromFile(path.join(folder, file))))].sort();
}
