import { countedDifference, markdownDifference } from "../plan/markdown-difference";
import { markdownText } from "../plan/markdown-text";
import type { PlanDifference } from "../plan/plan-difference";
import { differenceOf, isEmpty, isRefusing, mergedDifferences, mergedViolations, type Shared } from "./merge";
import { isPlanned, type PlannedReport, type Report } from "./report-schema";
import { acceptedTable, violationTable } from "./violation-table";

/** Starts every comment of ours, so that it is found again. GitHub does not show it. */
export const marker = "<!-- platform-plan: this comment is updated in place -->";

/** GitHub takes 65,536 characters; bytes are counted here, of which there are never fewer. */
const mostBytes = 65_000;
/** Share of the comment that violations may take; the differences get what is left. */
const mostViolations = 30_000;
const mostAccepted = 6_000;

/** What the comment is about, beside the reports. */
export interface CommentContext {
  /** The commit that was planned. */
  sha?: string;
  /** Address of the repository's pages, for links to lines, for example `https://github.com/acme/platform`. */
  repositoryUrl?: string;
  /** Address of the run, where all of the reports can be had. */
  runUrl?: string;
}

/** The comment on a pull request: what would be refused first, then what would change, for all environments. */
export function renderComment(reports: readonly Report[], context: CommentContext = {}): string {
  const violations = mergedViolations(reports);
  const open = violations.filter(({ value }) => !value.excepted);
  const accepted = violations.filter(({ value }) => value.excepted);
  const sections = [
    marker,
    `## ${headline(reports)}`,
    overview(reports),
    ...refusals(reports),
    ...(open.length ? ["### Policy violations", violationTable(open, mostViolations, context)] : []),
  ];
  const end = [...(accepted.length ? [acceptedTable(accepted, mostAccepted)] : []), footer(context)];
  const left = mostBytes - bytes([...sections, ...end].join("\n\n"));
  const comment = [...sections, ...changes(mergedDifferences(reports), left), ...end].join("\n\n");
  return `${cut(comment)}\n`;
}

function headline(reports: readonly Report[]): string {
  const refused = reports.filter(isRefused).map(({ stack }) => stack);
  if (refused.length > 0) return `⛔ Refused in ${list(refused)}`;
  const stale = reports.filter((report) => isPlanned(report) && isStale(report)).map(({ stack }) => stack);
  if (stale.length > 0) return `⚠️ The committed plan of ${list(stale)} is not that of the program`;
  const changed = reports.filter((report) => isPlanned(report) && changesOf(report) !== "none");
  return changed.length > 0
    ? `✅ Nothing refuses what changes in ${list(changed.map(({ stack }) => stack))}`
    : "✅ No change";
}

function overview(reports: readonly Report[]): string {
  const rows = reports.map((report) => {
    const mark = isRefused(report) ? "⛔" : isPlanned(report) && isStale(report) ? "⚠️" : "✅";
    if (!isPlanned(report)) return [mark, report.stack, "", "could not be planned", "", ""];
    const total = report.locations.reduce((sum, { count }) => sum + count, 0);
    return [mark, report.stack, String(total), changesOf(report), judged(report), costOf(report)];
  });
  const lines = [
    ["", "Environment", "Resources", "Changes", "Policies", "Observability a month"],
    ["---", "---", "---:", "---", "---", "---:"],
    ...rows,
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function changesOf(report: PlannedReport): string {
  if (report.base && !report.base.difference) return "all of it is new";
  const difference = differenceOf(report);
  if (!difference || isEmpty(difference)) return "none";
  return countedDifference(difference as PlanDifference);
}

function judged({ violations }: PlannedReport): string {
  const refusing = violations.filter(isRefusing).length;
  const accepted = violations.filter(({ excepted }) => excepted).length;
  const advisory = violations.length - refusing - accepted;
  const parts = [
    ...(refusing ? [`**${refusing} refuse${refusing === 1 ? "s" : ""}**`] : []),
    ...(advisory ? [`${advisory} advisory`] : []),
    ...(accepted ? [`${accepted} accepted`] : []),
  ];
  return parts.join(", ") || "no violation";
}

/** What watching the stack costs, and what the change adds. */
function costOf({ observabilityCost }: PlannedReport): string {
  if (!observabilityCost) return "";
  const { currency, perMonth, before = perMonth } = observabilityCost;
  const added = perMonth - before;
  const change = Math.abs(added) < 0.005 ? "" : ` (${added > 0 ? "+" : "-"}${Math.abs(added).toFixed(2)})`;
  return `${perMonth.toFixed(2)} ${markdownText(currency)}${change}`;
}

/** What refuses a stack beside the pack, each with what to do. */
function refusals(reports: readonly Report[]): string[] {
  const lines = reports.flatMap((report) => {
    const name = `**${report.stack}**`;
    if (!isPlanned(report)) return [`- ${name} could not be planned: ${markdownText(report.error).slice(0, 4000)}`];
    return report.problems.map((each) => `- ${name}: ${markdownText(each).slice(0, 4000)}`);
  });
  const stale = reports.filter((report) => isPlanned(report) && isStale(report)).map(({ stack }) => stack);
  if (stale.length > 0) {
    const command = `npm run plan -- ${stale.join(" ")} --update`;
    lines.push(`- The committed plan of ${list(stale)} is not that of the program. Run \`${command}\` and commit it.`);
  }
  return lines.length > 0 ? ["### To be mended", lines.join("\n")] : [];
}

function changes(differences: Shared<unknown>[], left: number): string[] {
  if (differences.length === 0) return [];
  const share = Math.floor((left - 200) / differences.length) - 300;
  const folded = differences.map(({ value, stacks }) => {
    const difference = value as PlanDifference;
    const title = `<strong>${list(stacks)}</strong>: ${countedDifference(difference)}`;
    // Half, since a character may take two bytes and more; what still is too long is cut at the end.
    return [`<details open><summary>${title}</summary>`, ...fenced(difference, share), "</details>"].join("\n");
  });
  return ["### Changes", ...folded];
}

function fenced(difference: PlanDifference, most: number): string[] {
  for (let characters = most; characters > 500; characters = Math.floor(characters / 2)) {
    const lines = markdownDifference(difference, characters);
    if (bytes(lines.join("\n")) <= most) return ["", ...lines, ""];
  }
  return ["", "Too long for a comment: `npm run plan` shows it.", ""];
}

function footer({ sha, runUrl }: CommentContext): string {
  const parts = [
    ...(sha ? [`Plan of ${sha.slice(0, 12)}`] : []),
    ...(runUrl ? [`[the whole of it](${runUrl})`] : []),
    "made without credentials by `npm run plan`",
  ];
  return `<sub>${parts.join(" · ")}</sub>`;
}

function isRefused(report: Report): boolean {
  return !isPlanned(report) || report.problems.length > 0 || report.violations.some(isRefusing);
}

function isStale({ comparison }: PlannedReport): boolean {
  return comparison.state === "differs" || comparison.state === "missing";
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

/** The last resort, where what must be said is itself too long. */
function cut(comment: string): string {
  if (bytes(comment) <= mostBytes) return comment;
  const kept = Buffer.from(comment)
    .subarray(0, mostBytes - 200)
    .toString("utf8")
    .replace(/\ufffd$/, "");
  return `${kept.slice(0, kept.lastIndexOf("\n"))}\n\n… cut: there is more than a comment can hold.`;
}
