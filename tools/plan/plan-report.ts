import { goldenPath, readGolden } from "./golden";
import { planDifference, isSame, type PlanDifference } from "./plan-difference";
import type { StackRun } from "./run-stack";

/** How a plan compares with the committed one. */
export interface Comparison {
  /** The committed plan's file. */
  file: string;
  state: "same" | "differs" | "missing" | "updated";
  /** Present unless the file is missing. */
  difference?: PlanDifference;
}

/** A stack's run with its comparison: all that is reported. */
export interface PlanReport extends StackRun {
  comparison: Comparison;
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

/** Compares a run with the committed plan. */
export function compare(run: StackRun, root: string): PlanReport {
  const file = goldenPath(run.stack);
  const golden = readGolden(root, run.stack);
  if (!golden) return { ...run, comparison: { file, state: "missing" } };
  const difference = planDifference(golden, run.plan);
  return { ...run, comparison: { file, state: isSame(difference) ? "same" : "differs", difference } };
}

/** The exit code that a report deserves. */
export function exitCodeOf(report: PlanReport): number {
  const isMandatory = report.violations.some(({ enforcement }) => enforcement === "mandatory");
  if (isMandatory || report.problems.length > 0) return exitCodes.refused;
  return report.comparison.state === "same" || report.comparison.state === "updated" ? exitCodes.ok : exitCodes.differs;
}
