import * as path from "node:path";
import { refuses } from "../../policies/violation";
import { goldenPath, readGolden, readPlan } from "./golden";
import { planDifference, isSame, type PlanDifference } from "./plan-difference";
import type { Plan } from "./plan";
import type { StackRun } from "./run-stack";

/** How a plan compares with the committed one. */
export interface Comparison {
  /** The committed plan's file. */
  file: string;
  state: "same" | "differs" | "missing" | "updated";
  /** Present unless the file is missing. */
  difference?: PlanDifference;
}

/** How a plan compares with that of another state of the repository, for example the branch that a change goes to. */
export interface BaseComparison {
  /** The folder with the other plans. */
  folder: string;
  /** Absent where the stack had no plan there: all of it is new. */
  difference?: PlanDifference;
}

/** A stack's run with its comparison: all that is reported. */
export interface PlanReport extends StackRun {
  comparison: Comparison;
  /** The plan that a change is told against: the base's where one is given, else the committed one. */
  before?: Plan;
  /** Present where it was asked for. */
  base?: BaseComparison;
}

/** Exit codes of `npm run plan`. */
export const exitCodes = {
  ok: 0,
  /** A mandatory violation, or a plan that could not be deployed. */
  refused: 1,
  /** The command was called wrongly. */
  usage: 2,
  /** The committed plan is not that of the program. */
  differs: 3,
} as const;

/**
 * Compares a run with the committed plan, and with that of another state where there is one.
 *
 * @param root the repository
 * @param baseFolder a folder with other plans, `STACK.json` each
 */
export function compare(run: StackRun, root: string, baseFolder?: string): PlanReport {
  const file = goldenPath(run.stack);
  const golden = readGolden(root, run.stack);
  const base = baseFolder === undefined ? {} : { base: compareWithBase(run, baseFolder) };
  const before = baseFolder === undefined ? golden : readPlan(path.join(baseFolder, `${run.stack}.json`));
  const common = { ...run, ...base, ...(before && { before }) };
  if (!golden) return { ...common, comparison: { file, state: "missing" } };
  const difference = planDifference(golden, run.plan);
  return { ...common, comparison: { file, state: isSame(difference) ? "same" : "differs", difference } };
}

function compareWithBase(run: StackRun, folder: string): BaseComparison {
  const plan = readPlan(path.join(folder, `${run.stack}.json`));
  return { folder, ...(plan && { difference: planDifference(plan, run.plan) }) };
}

/** What the reviewer of a change wants to see: the difference to the base where one is given, else to the committed plan. */
export function reviewedDifference({ base, comparison }: PlanReport): PlanDifference | undefined {
  return base ? base.difference : comparison.difference;
}

/** The exit code that a report deserves. */
export function exitCodeOf(report: PlanReport): number {
  if (report.violations.some(refuses) || report.problems.length > 0) return exitCodes.refused;
  return report.comparison.state === "same" || report.comparison.state === "updated" ? exitCodes.ok : exitCodes.differs;
}
