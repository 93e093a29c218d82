import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { PlanReport } from "./plan-report";
import { renderJson, renderJsonError } from "./render-json";
import { renderMarkdown } from "./render-markdown";
import { renderSarif } from "./render-sarif";

/** Writes a stack's reports for programs and pages: `STACK.json`, `STACK.md`, `STACK.sarif`. */
export function writeReports(folder: string, report: PlanReport, root: string): void {
  mkdirSync(folder, { recursive: true });
  const write = (extension: string, text: string) =>
    writeFileSync(path.join(folder, `${report.stack}.${extension}`), text.endsWith("\n") ? text : `${text}\n`);
  write("json", renderJson(report, root));
  write("md", renderMarkdown(report));
  write("sarif", renderSarif(report, root));
}

/** Writes why a stack has no reports, so that whoever gathers them does not take it for one that has no violation. */
export function writeFailure(folder: string, stack: string, error: Error): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${stack}.json`), `${renderJsonError(stack, error)}\n`);
}
