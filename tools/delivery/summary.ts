import { readFileSync } from "node:fs";
import type { RunReport } from "../platform/run-report";

/** The mail has 1,000 characters in all. */
const MOST = 500;

/** What a preview would change, in a line for the mail that asks for approval. */
export function previewSummary({ stacks }: Pick<RunReport, "stacks">): string {
  const parts = stacks.map(({ stack, changes, message }) => {
    const counts = Object.entries(changes)
      .filter(([what, count]) => what !== "same" && count > 0)
      .map(([what, count]) => `${count} to ${what}`);
    return `${stack}: ${counts.length ? counts.join(", ") : "nothing"}${message ? ` (${message})` : ""}.`;
  });
  const text = parts.join(" ").replace(/\s+/g, " ");
  return text.length <= MOST ? text : `${text.slice(0, MOST - 1)}…`;
}

if (require.main === module) {
  console.log(previewSummary(JSON.parse(readFileSync(process.argv[2]!, "utf8")) as RunReport));
}
