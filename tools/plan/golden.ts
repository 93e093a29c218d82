import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Plan } from "./plan";

/** Path of a stack's committed plan, relative to the repository. */
export function goldenPath(stack: string): string {
  return path.join("test", "golden", `${stack}.json`);
}

/** A plan as its file holds it. */
export function planText(plan: Plan): string {
  return `${JSON.stringify(plan, undefined, 2)}\n`;
}

/**
 * The committed plan of a stack, or `undefined` where there is none yet.
 *
 * @throws where the file is not a plan, for example after a merge left its marks in it
 */
export function readGolden(root: string, stack: string): Plan | undefined {
  const file = goldenPath(stack);
  return readPlan(path.join(root, file), file);
}

/**
 * The plan in a file, or `undefined` where there is none.
 *
 * @param shown how errors name the file; default its path
 */
export function readPlan(file: string, shown = file): Plan | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return parsePlan(text, shown);
}

/** Reads the text of a plan; `file` names it in the error. */
export function parsePlan(text: string, file: string): Plan {
  try {
    const plan = JSON.parse(text) as Partial<Plan> | null;
    if (typeof plan?.stack === "string" && typeof plan.resources === "object" && plan.resources !== null) {
      return plan as Plan;
    }
  } catch {
    // Said below: both mean that the file has to be written again.
  }
  throw new Error(`${file} is not a plan; write it again with --update`);
}

/** Writes a stack's plan to be committed. */
export function writeGolden(root: string, plan: Plan): void {
  const file = path.join(root, goldenPath(plan.stack));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, planText(plan));
}
