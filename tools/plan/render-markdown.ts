import { renderMarkdown as renderPolicies } from "../../policies/report/markdown";
import { problemText } from "../../stacks/config/problem";
import { costLines } from "./cost/cost-lines";
import { isSame } from "./plan-difference";
import { countedDifference, markdownDifference } from "./markdown-difference";
import { markdownText } from "./markdown-text";
import { reviewedDifference, type PlanReport } from "./plan-report";
import { planTree, type PlanNode } from "./plan-tree";

/** What is longer is cut, so that a page stays a page. */
const mostDifference = 40_000;

/** A report for a page: the changes first, since that is what is reviewed, the whole folded away. */
export function renderMarkdown(report: PlanReport): string {
  const { plan, concurrency, configuration, violations, problems } = report;
  const locations = planTree(plan);
  const total = locations.reduce((sum, { count }) => sum + count, 0);
  const lines = [`## Plan of \`${plan.stack}\``, "", `${total} resources. ${summary(report)}`, ""];

  if (problems.length > 0)
    lines.push("### Refused", "", ...problems.map((problem) => `- ${markdownText(problem)}`), "");
  lines.push(renderPolicies(violations, { stack: plan.stack }));
  const difference = reviewedDifference(report);
  if (difference && !isSame(difference)) {
    lines.push("### Changes", "", ...markdownDifference(difference, mostDifference), "");
  }
  lines.push("<details><summary>Everything, by account and component</summary>", "");
  for (const { location, count, roots } of locations) {
    lines.push(`**${location}** (${count})`, "", ...roots.flatMap((root) => items(root, "")), "");
  }
  lines.push("</details>", "");
  lines.push(`Reserved concurrency: ${concurrency.reserved} of ${concurrency.reservable}.`);
  const cost = costLines(plan, report.before);
  if (cost.length > 0) lines.push("", ...cost.map((line) => markdownText(line.trim())));
  if (configuration.placeholders.length > 0) {
    lines.push("", "To be filled in before the first deployment:", "");
    lines.push(...configuration.placeholders.map((problem) => `- ${markdownText(problemText(problem))}`));
  }
  return lines.join("\n");
}

function summary(report: PlanReport): string {
  const { base, comparison } = report;
  if (base) return base.difference ? `Against the base: ${countedDifference(base.difference)}.` : "New in this change.";
  if (comparison.state === "missing") return `There is no committed plan (\`${comparison.file}\`).`;
  if (!comparison.difference || comparison.state === "same") return "No change to the committed plan.";
  return `${countedDifference(comparison.difference)}.`;
}

function items(node: PlanNode, indent: string): string[] {
  if (node.children.length === 0) return [];
  return [
    `${indent}- ${markdownText(node.name)} (${node.count})`,
    ...node.children.flatMap((child) => items(child, `${indent}  `)),
  ];
}
