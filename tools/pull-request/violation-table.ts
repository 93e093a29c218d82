import { nameOf } from "../../policies/report/summary";
import { markdownText } from "../plan/markdown-text";
import type { CommentContext } from "./comment";
import { isRefusing, type Shared } from "./merge";
import type { ReportedViolation } from "./report-schema";

type Row = Shared<ReportedViolation>;

/** The violations that stand, each with its place, its fix and its environments. */
export function violationTable(rows: readonly Row[], mostBytes: number, context: CommentContext): string {
  const head = ["", "Severity", "Rule", "Where", "What is wrong, and the fix", "Environments"];
  return table(
    head,
    rows.map((row) => violationRow(row, context)),
    mostBytes,
  );
}

function violationRow({ value, stacks }: Row, context: CommentContext): string[] {
  const { severity, rule, urn, message, fix } = value;
  const place = placeOf(value, context);
  return [
    isRefusing(value) ? "⛔" : "⚠️",
    severity,
    markdownText(rule),
    `${markdownText(nameOf(urn))}${place ? `<br>${place}` : ""}`,
    `${markdownText(message)}. ${markdownText(fix)}`,
    stacks.join(", "),
  ];
}

/** What exceptions accept, folded away, with the reasons, which a reviewer should meet now and then. */
export function acceptedTable(rows: readonly Row[], mostBytes: number): string {
  const cells = rows.map(({ value, stacks }) => {
    const { reason, owner, expires } = value.excepted!;
    return [value.rule, nameOf(value.urn), reason, owner, expires].map(markdownText).concat(stacks.join(", "));
  });
  const head = ["Rule", "Resource", "Reason", "Owner", "Until", "Environments"];
  return [
    `<details><summary>${rows.length} accepted by exceptions</summary>`,
    "",
    table(head, cells, mostBytes),
    "",
    "</details>",
  ].join("\n");
}

function placeOf({ source }: ReportedViolation, { repositoryUrl, sha }: CommentContext): string | undefined {
  if (!source) return undefined;
  const shown = `${markdownText(source.file)}:${source.line}`;
  if (!repositoryUrl || !sha) return shown;
  const file = source.file.split("/").map(encodeURIComponent).join("/").replace(/[()]/g, "");
  return `[${shown}](${repositoryUrl}/blob/${sha}/${file}#L${source.line})`;
}

function table(head: string[], rows: string[][], mostBytes: number): string {
  const lines = [line(head), line(head.map(() => "---"))];
  let length = 0;
  for (const [index, cells] of rows.entries()) {
    const next = line(cells);
    length += Buffer.byteLength(next) + 1;
    if (length > mostBytes) {
      lines.push("", `… and ${rows.length - index} more: \`npm run plan\` shows them.`);
      break;
    }
    lines.push(next);
  }
  return lines.join("\n");
}

function line(cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}
