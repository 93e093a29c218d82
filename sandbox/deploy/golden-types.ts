import * as fs from "node:fs";
import * as path from "node:path";
import { answeredFunctions } from "../../tools/plan/default-calls";
import { parsePlan } from "../../tools/plan/golden";
import { typeAt } from "../../tools/plan/plan";

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
  const types = files.flatMap((file) => {
    const { resources } = parsePlan(fs.readFileSync(path.join(folder, file), "utf8"), `test/golden/${file}`);
    return Object.keys(resources).map(typeAt);
  });
  return [...new Set([...types, ...answeredFunctions])].filter((type) => type.startsWith("aws:")).sort();
}
