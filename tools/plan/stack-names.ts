import { readdirSync } from "node:fs";

/**
 * The stacks of a repository: whatever has a `Pulumi.STACK.yaml`.
 *
 * @param root the repository
 */
export function stackNames(root: string): string[] {
  return readdirSync(root)
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((stack) => stack !== undefined)
    .sort();
}
