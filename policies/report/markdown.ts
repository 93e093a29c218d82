import { refuses, type Violation } from "../violation";
import { inWords, nameOf, summarize, worstFirst, type ReportContext } from "./summary";

/** GitHub refuses comments above 65,536 characters; this leaves room for what stands around. */
const mostCharacters = 55_000;

/** The violations for a pull request's comment: a table, worst first, with the excepted ones folded away. */
export function renderMarkdown(violations: readonly Violation[], { stack }: ReportContext): string {
  const sorted = worstFirst(violations);
  const open = sorted.filter(({ excepted }) => !excepted);
  const accepted = sorted.filter(({ excepted }) => excepted);
  const parts = [`### Policies: ${escape(stack)}`, inWords(summarize(violations))];
  if (open.length) parts.push(table(["", "Severity", "Rule", "Resource", "What is wrong, and the fix"], open.map(row)));
  if (accepted.length) {
    const rows = accepted.map(({ rule, urn, excepted }) => [
      rule,
      nameOf(urn),
      excepted!.reason,
      excepted!.owner,
      excepted!.expires,
    ]);
    const title = `${accepted.length} accepted by exceptions`;
    parts.push(
      `<details><summary>${title}</summary>\n\n${table(["Rule", "Resource", "Reason", "Owner", "Until"], rows)}\n\n</details>`,
    );
  }
  return `${parts.join("\n\n")}\n`;
}

function row(violation: Violation): string[] {
  const { severity, rule, urn, message, fix } = violation;
  return [refuses(violation) ? "⛔" : "⚠️", severity, rule, nameOf(urn), `${message}. ${fix}`];
}

function table(head: string[], rows: string[][]): string {
  const lines = [line(head), line(head.map(() => "---"))];
  let length = 0;
  for (const [index, cells] of rows.entries()) {
    const next = line(cells.map(escape));
    length += next.length + 1;
    if (length > mostCharacters) {
      lines.push("", `… and ${rows.length - index} more; all of them are in the SARIF and JSON reports.`);
      break;
    }
    lines.push(next);
  }
  return lines.join("\n");
}

function line(cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Nothing that comes from a name may become markup, a mention or a new row. */
function escape(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]()#+!|~]/g, "\\$&")
    .replace(/</g, "&lt;")
    .replace(/@(?=\w)/g, "@\u200b");
}
