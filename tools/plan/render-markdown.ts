import { problemText } from "../../stacks/config/problem";
import type { PlanReport } from "./plan-report";
import { planTree, type PlanNode } from "./plan-tree";
import { differenceLines } from "./render-terminal";

/** A comment on GitHub takes 65,536 characters; what is longer is cut, and said to be. */
const maximumDifference = 40_000;

/** A report for a pull request: the changes first, since that is what is reviewed, the whole folded away. */
export function renderMarkdown(report: PlanReport): string {
  const { plan, comparison, concurrency, configuration, violations, problems } = report;
  const locations = planTree(plan);
  const total = locations.reduce((sum, { count }) => sum + count, 0);
  const lines = [`## Plan of \`${plan.stack}\``, "", `${total} resources. ${summary(report)}`, ""];

  if (problems.length > 0) lines.push("### Refused", "", ...problems.map((problem) => `- ${escaped(problem)}`), "");
  if (violations.length > 0) {
    lines.push("### Policy violations", "", "| | Policy | Resource | |", "| --- | --- | --- | --- |");
    for (const { enforcement, policy, urn, message } of violations) {
      lines.push(`| ${enforcement} | ${policy} | ${escaped(urn?.split("::").pop() ?? "")} | ${escaped(message)} |`);
    }
    lines.push("");
  }
  const changes = differenceLines(comparison.difference);
  if (changes.length > 0) lines.push("### Changes", "", ...fenced(changes), "");
  lines.push("<details><summary>Everything, by account and component</summary>", "");
  for (const { location, count, roots } of locations) {
    lines.push(`**${location}** (${count})`, "", ...roots.flatMap((root) => items(root, "")), "");
  }
  lines.push("</details>", "");
  lines.push(`Reserved concurrency: ${concurrency.reserved} of ${concurrency.reservable}.`);
  if (configuration.placeholders.length > 0) {
    lines.push("", "To be filled in before the first deployment:", "");
    lines.push(...configuration.placeholders.map((problem) => `- ${escaped(problemText(problem))}`));
  }
  return lines.join("\n");
}

function summary({ comparison }: PlanReport): string {
  const { difference } = comparison;
  if (comparison.state === "missing") return `There is no committed plan (\`${comparison.file}\`).`;
  if (!difference || comparison.state === "same") return "No change to the committed plan.";
  const changed = Object.keys(difference.changed).length;
  return `${difference.added.length} added, ${difference.removed.length} removed, ${changed} changed.`;
}

function fenced(changes: string[]): string[] {
  const kept: string[] = [];
  let length = 0;
  for (const line of changes) {
    length += line.length + 1;
    if (length > maximumDifference) break;
    kept.push(line);
  }
  const left = changes.length - kept.length;
  // Four backticks, since values may hold three.
  return ["````diff", ...kept.map((line) => line.replace(/^ {2}~/, "!").replace(/^ {2}([+-])/, "$1")), "````"].concat(
    left > 0 ? ["", `${left} more lines: \`npm run plan\` shows them.`] : [],
  );
}

function items(node: PlanNode, indent: string): string[] {
  if (node.children.length === 0) return [];
  return [
    `${indent}- ${escaped(node.name)} (${node.count})`,
    ...node.children.flatMap((child) => items(child, `${indent}  `)),
  ];
}

/** Text that can neither end a table cell nor become mark-up. */
function escaped(text: string): string {
  return text.replace(/\n/g, " ").replace(/[\\`*_{}[\]<>|~]/g, "\\$&");
}
