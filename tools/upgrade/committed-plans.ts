import { execFileSync } from "node:child_process";
import { goldenPath, parsePlan } from "../plan/golden";
import type { Plan } from "../plan/plan";

/**
 * Names of the stacks whose plans are committed at a version.
 *
 * @param root the repository
 * @param ref a commit, branch or tag
 * @throws Error where there is no such version
 */
export function committedStacks(root: string, ref: string): string[] {
  const folder = goldenPath("x").replace(/x\.json$/, "");
  const files = git(root, ["ls-tree", "--name-only", checked(ref), folder]).split("\n");
  return files.filter((file) => file.endsWith(".json")).map((file) => file.slice(folder.length, -".json".length));
}

/** The plan of a stack as committed at a version. @throws Error where there is none */
export function committedPlan(root: string, ref: string, stack: string): Plan {
  return parsePlan(git(root, ["show", `${checked(ref)}:${goldenPath(stack)}`]), `${goldenPath(stack)} of ${ref}`);
}

/** Nothing that git could take for an option. */
function checked(ref: string): string {
  if (!/^[\w][\w./@{}^~-]*$/.test(ref)) throw new Error(`"${ref}" is not the name of a commit, branch or tag`);
  return ref;
}

function git(root: string, args: string[]): string {
  try {
    const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", LC_ALL: "C" };
    return execFileSync("git", args, {
      cwd: root,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 1 << 28,
    });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`git ${args.join(" ")}: ${stderr?.trim() || (error as Error).message}`);
  }
}
