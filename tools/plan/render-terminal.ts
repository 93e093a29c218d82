import { renderTerminal as renderPolicies } from "../../policies/report/terminal";
import { costLines } from "./cost/cost-lines";
import { nameAt, typeAt, type PlanValue } from "./plan";
import { problemText } from "../../stacks/config/problem";
import { isSame, type PlanDifference } from "./plan-difference";
import type { BaseComparison, Comparison, PlanReport } from "./plan-report";
import { planTree, type PlanNode } from "./plan-tree";

export interface RenderOptions {
  /** List every resource, not only components, and what exceptions accept. */
  details: boolean;
  /** Colour by ANSI codes. Default false. */
  colors?: boolean;
}

/** A report for the terminal: what would be made and where, then what stands against it, then what changed. */
export function renderTerminal(report: PlanReport, options: RenderOptions): string {
  const { details } = options;
  const { plan, concurrency, configuration, problems } = report;
  const locations = planTree(plan);
  const total = locations.reduce((sum, { count }) => sum + count, 0);
  const lines = [`${plan.stack}: ${total} resources in account ${configuration.environment.account.name}`];
  for (const { location, count, roots } of locations) {
    lines.push("", `${location}  ${count}`);
    for (const root of roots) lines.push(...nodeLines(root, "  ", details));
  }
  lines.push("", `Reserved concurrency: ${concurrency.reserved} of ${concurrency.reservable} that can be reserved`);
  if (configuration.placeholders.length > 0) {
    lines.push("", "To be filled in before the first deployment:");
    lines.push(...configuration.placeholders.map((problem) => `  ${problemText(problem)}`));
  }
  lines.push("", ...policyLines(report, options));
  if (problems.length > 0) lines.push("", "Refused:", ...problems.map((problem) => `  ${problem}`));
  const cost = costLines(plan, report.before);
  if (cost.length > 0) lines.push("", ...cost);
  lines.push("", ...comparisonLines(report));
  return lines.join("\n");
}

function nodeLines(node: PlanNode, indent: string, details: boolean): string[] {
  const isLeaf = node.children.length === 0;
  if (isLeaf && !details) return [];
  const line = isLeaf ? `${indent}${node.name}  ${node.type}` : `${indent}${node.name}  ${node.count}`;
  return [line, ...node.children.flatMap((child) => nodeLines(child, `${indent}  `, details))];
}

/** Accepted violations are counted; their reasons are the reader's business only where details are asked for. */
function policyLines({ stack, violations }: PlanReport, { details, colors = false }: RenderOptions): string[] {
  const open = violations.filter(({ excepted }) => !excepted);
  const lines = renderPolicies(details ? violations : open, { stack }, { colors })
    .trimEnd()
    .split("\n");
  const accepted = violations.length - open.length;
  return details || accepted === 0 ? lines : [...lines, `Accepted by exceptions: ${accepted} (--details lists them).`];
}

function comparisonLines(report: PlanReport): string[] {
  const { base, comparison, stack } = report;
  return [...(base ? baseLines(base) : []), ...committedLines(comparison, stack)];
}

function baseLines({ folder, difference }: BaseComparison): string[] {
  if (!difference) return [`The stack has no plan in ${folder}: all of it is new.`];
  if (isSame(difference)) return [`The plan is that of ${folder}.`];
  return [`Against ${folder}:`, ...differenceLines(difference)];
}

function committedLines(comparison: Comparison, stack: string): string[] {
  const update = `npm run plan -- ${stack} --update`;
  switch (comparison.state) {
    case "same":
      return [`The plan is the committed one (${comparison.file}).`];
    case "missing":
      return [`There is no committed plan yet (${comparison.file}). Write it with: ${update}`];
    case "updated":
      return [...differenceLines(comparison.difference), `Written to ${comparison.file}.`];
    case "differs":
      return [
        `The plan differs from ${comparison.file}:`,
        ...differenceLines(comparison.difference),
        `If that is meant, write it with: ${update}`,
      ];
  }
}

/** One line per added (`+`) or removed (`-`) resource and per changed value (`~`). */
export function differenceLines(difference: PlanDifference | undefined): string[] {
  if (!difference) return [];
  return [
    ...difference.added.map((address) => `  + ${label(address)}`),
    ...difference.removed.map((address) => `  - ${label(address)}`),
    ...Object.entries(difference.changed).flatMap(([address, changes]) => [
      `  ~ ${label(address)}`,
      ...changes.map(({ path, before, after }) => `      ${path}: ${shown(before)} → ${shown(after)}`),
    ]),
  ];
}

function label(address: string): string {
  return `${typeAt(address)} ${nameAt(address)}`;
}

function shown(value: PlanValue | undefined): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
