import type { Plan } from "../plan";
import { observabilityCost } from "./observability-cost";

/**
 * What watching a stack costs, for people: the sum, what a change adds, and what it is made of.
 *
 * @param plan the program's plan
 * @param before the plan it is compared with; absent where there is none
 * @returns no line where nothing is watched
 */
export function costLines(plan: Plan, before?: Plan): string[] {
  const cost = observabilityCost(plan);
  if (cost.perMonth === 0) return [];
  const added = before ? cost.perMonth - observabilityCost(before).perMonth : 0;
  const change =
    Math.abs(added) < 0.005 ? "" : `, ${added > 0 ? "+" : "-"}${Math.abs(added).toFixed(2)} by this change`;
  const parts = cost.lines.map(({ what, count, perMonth }) => `${number(count)} ${what} ${perMonth.toFixed(2)}`);
  return [
    `Observability costs about ${cost.perMonth.toFixed(2)} ${cost.currency} a month${change} (prices of ${cost.priceDate}, tools/plan/cost/prices.json).`,
    `  ${parts.join(", ")}`,
  ];
}

function number(count: number): string {
  return Number.isInteger(count) ? String(count) : count.toFixed(2);
}
