import { refuses, type Violation } from "../violation";
import { inWords, nameOf, summarize, worstFirst, type ReportContext } from "./summary";

export interface TerminalOptions {
  /** Colours by ANSI codes. Default false. */
  colors?: boolean;
}

const colors = { critical: "35", high: "31", medium: "33", low: "36" } as const;

/** The violations for a person at a terminal, worst first. Control characters of names are shown, not obeyed. */
export function renderTerminal(
  violations: readonly Violation[],
  { stack }: ReportContext,
  options: TerminalOptions = {},
): string {
  const lines = [`Policies of ${stack}: ${inWords(summarize(violations))}`];
  for (const violation of worstFirst(violations)) {
    const { severity, rule, urn, message, fix, ids, excepted } = violation;
    const label = options.colors ? `\u001b[${colors[severity]}m${severity}\u001b[0m` : severity;
    const weight = excepted ? "excepted" : refuses(violation) ? "refused" : "advisory";
    lines.push("", `${label} ${rule} (${weight})`, `  ${nameOf(urn)}`, `  ${message}.`);
    if (excepted) lines.push(`  Accepted until ${excepted.expires} by ${excepted.owner}: ${excepted.reason}`);
    else lines.push(`  Fix: ${fix}`);
    if (ids.length) lines.push(`  Also: ${ids.join(", ")}`);
  }
  return `${lines.map(printable).join("\n")}\n`;
}

function printable(line: string): string {
  return line.replace(
    /[\u0000-\u001a\u001c-\u001f\u007f]|\u001b(?!\[\d*m)/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
