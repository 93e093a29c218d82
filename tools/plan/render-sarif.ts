import { renderSarif as renderPackSarif } from "../../policies/report/sarif";
import type { PlanReport } from "./plan-report";
import { sourceLocator } from "./source-location";

/**
 * The violations as SARIF 2.1.0, each at the line of the component or system that makes the resource. Where the plan
 * itself is refused, that is in the other reports: it has no line.
 *
 * @param root the repository
 */
export function renderSarif({ stack, violations, resources }: PlanReport, root: string): string {
  return renderPackSarif(violations, { stack }, { locate: sourceLocator(resources, root) });
}
