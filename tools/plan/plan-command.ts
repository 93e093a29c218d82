import type { PlanArguments } from "./arguments";
import { writeGolden } from "./golden";
import { compare, exitCodeOf, type PlanReport } from "./plan-report";
import { renderJson } from "./render-json";
import { renderMarkdown } from "./render-markdown";
import { renderTerminal } from "./render-terminal";
import { runStack, type RunStackOptions } from "./run-stack";

export interface PlanEnvironment extends Pick<RunStackOptions, "root" | "program" | "runPack"> {
  /** Where the report goes. */
  write(text: string): void;
}

/**
 * Plans each stack in turn and reports it.
 *
 * @returns the worst exit code: a refusal of one stack is not hidden by a mere difference of another
 * @throws where a program or its configuration fails
 */
export async function planCommand(args: PlanArguments, environment: PlanEnvironment): Promise<number> {
  const codes: number[] = [];
  for (const stack of args.stacks) {
    const run = await runStack({ ...environment, stack });
    let report = compare(run, environment.root);
    // Also a plan that is refused: the exit code says so, and the committed plan shows what is being refused.
    if (args.update) {
      writeGolden(environment.root, report.plan);
      report = { ...report, comparison: { ...report.comparison, state: "updated" } };
    }
    environment.write(`${rendered(report, args)}\n`);
    codes.push(exitCodeOf(report));
  }
  return codes.includes(1) ? 1 : Math.max(...codes);
}

function rendered(report: PlanReport, { format, details }: PlanArguments): string {
  switch (format) {
    case "markdown":
      return renderMarkdown(report);
    case "json":
      return renderJson(report);
    case "terminal":
      return renderTerminal(report, { details });
  }
}
