import type { Violation } from "../violation";
import { summarize, worstFirst, type ReportContext, type Summary } from "./summary";

/** What the JSON report holds. Fields are added, never renamed. */
export interface JsonReport {
  version: 1;
  stack: string;
  summary: Summary;
  violations: Violation[];
}

/** The violations for a program. */
export function renderJson(violations: readonly Violation[], { stack }: ReportContext): string {
  const report: JsonReport = { version: 1, stack, summary: summarize(violations), violations: worstFirst(violations) };
  return `${JSON.stringify(report, null, 2)}\n`;
}
