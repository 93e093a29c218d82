import type { PlanReport } from "./plan-report";
import { planTree } from "./plan-tree";

/** A report for other programs. Keys are only ever added. */
export function renderJson(report: PlanReport): string {
  const { stack, plan, comparison, concurrency, configuration, violations, problems } = report;
  const { reserved, reservable, functions } = concurrency;
  return JSON.stringify(
    {
      stack,
      account: { name: configuration.environment.account.name, id: configuration.environment.account.id },
      locations: planTree(plan).map(({ location, count }) => ({ location, count })),
      reservedConcurrency: { reserved, reservable, functions },
      placeholders: configuration.placeholders,
      violations,
      problems,
      comparison,
      plan,
    },
    undefined,
    2,
  );
}
