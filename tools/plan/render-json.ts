import { observabilityCost } from "./cost/observability-cost";
import type { PlanReport } from "./plan-report";
import { planTree } from "./plan-tree";
import { sourceLocator } from "./source-location";

/**
 * A report for other programs. Keys are only ever added.
 *
 * @param root the repository, which the places of violations are relative to
 */
export function renderJson(report: PlanReport, root: string): string {
  const { stack, plan, base, comparison, concurrency, configuration, resources, violations, problems } = report;
  const { reserved, reservable, functions } = concurrency;
  const locate = sourceLocator(resources, root);
  return JSON.stringify(
    {
      stack,
      account: { name: configuration.environment.account.name, id: configuration.environment.account.id },
      locations: planTree(plan).map(({ location, count }) => ({ location, count })),
      observabilityCost: {
        ...observabilityCost(plan),
        ...(report.before && { before: observabilityCost(report.before).perMonth }),
      },
      reservedConcurrency: { reserved, reservable, functions },
      placeholders: configuration.placeholders,
      violations: violations.map((violation) => {
        const source = violation.urn === undefined ? undefined : locate(violation.urn);
        return { ...violation, ...(source && { source }) };
      }),
      problems,
      comparison,
      ...(base && { base: base.difference ? { difference: base.difference } : {} }),
      plan,
    },
    undefined,
    2,
  );
}

/** What takes the place of a report where the program or its configuration failed. */
export function renderJsonError(stack: string, error: Error): string {
  return JSON.stringify({ stack, error: error.message }, undefined, 2);
}
