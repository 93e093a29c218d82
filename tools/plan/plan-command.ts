import * as fs from "node:fs";
import * as path from "node:path";
import { diagramEndings, renderDiagrams } from "../diagram/render-diagram";
import type { PlanArguments } from "./arguments";
import { writeGolden } from "./golden";
import { compare, exitCodeOf, exitCodes, type PlanReport } from "./plan-report";
import { renderJson } from "./render-json";
import { renderMarkdown } from "./render-markdown";
import { renderSarif } from "./render-sarif";
import { renderTerminal } from "./render-terminal";
import { runStack, type RunStackOptions } from "./run-stack";
import { stackNames } from "./stack-names";
import { writeFailure, writeReports } from "./write-reports";

export interface PlanEnvironment extends Pick<RunStackOptions, "root" | "program" | "judge"> {
  /** Where the report goes. */
  write(text: string): void;
  /** Where it goes that a stack could not be planned. */
  writeError(text: string): void;
  /** Whether the report may have colours. Default false. */
  colors?: boolean;
}

/**
 * Plans each stack in turn and reports it. A stack whose program or configuration fails hides no other.
 *
 * @returns the worst exit code: a refusal of one stack is not hidden by a mere difference of another
 */
export async function planCommand(args: PlanArguments, environment: PlanEnvironment): Promise<number> {
  const { root, write, writeError } = environment;
  const codes: number[] = [];
  const stacks = args.all ? stackNames(root) : args.stacks;
  for (const stack of stacks) {
    try {
      const report = await planned(stack, args, environment);
      if (args.reports !== undefined) writeReports(args.reports, report, root);
      if (args.diagram !== undefined) drawDiagram(args.diagram, report);
      write(`${rendered(report, args, environment).trimEnd()}\n`);
      codes.push(exitCodeOf(report));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (args.reports !== undefined) writeFailure(args.reports, stack, error);
      writeError(`${stacks.length > 1 ? `${stack}: ` : ""}${error.message}\n`);
      codes.push(exitCodes.refused);
    }
  }
  return codes.includes(exitCodes.refused) ? exitCodes.refused : Math.max(...codes);
}

function drawDiagram(file: string, { plan }: PlanReport): void {
  const ending = diagramEndings.find((each) => file.endsWith(each))!;
  fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  fs.writeFileSync(file, renderDiagrams(plan, ending));
}

async function planned(stack: string, args: PlanArguments, environment: PlanEnvironment): Promise<PlanReport> {
  const run = await runStack({ ...environment, stack });
  const report = compare(run, environment.root, args.base);
  if (!args.update) return report;
  // Also a plan that is refused: the exit code says so, and the committed plan shows what is being refused.
  writeGolden(environment.root, report.plan);
  return { ...report, comparison: { ...report.comparison, state: "updated" } };
}

function rendered(report: PlanReport, { format, details }: PlanArguments, environment: PlanEnvironment): string {
  switch (format) {
    case "markdown":
      return renderMarkdown(report);
    case "json":
      return renderJson(report, environment.root);
    case "sarif":
      return renderSarif(report, environment.root);
    case "terminal":
      return renderTerminal(report, { details, colors: environment.colors ?? false });
  }
}
