import type { RunReport, StackReport, StackState } from "./run-report";

const words: Record<StackState, string> = {
  succeeded: "done",
  failed: "FAILED",
  cancelled: "CANCELLED",
  skipped: "skipped",
  notStarted: "not started",
  alreadyDone: "done before",
};

/**
 * The one table at the end of a run, and below it what is wrong with each stack.
 *
 * @param command what finishes the rest. Default the orchestrator's own.
 */
export function summaryTable(report: RunReport, command = `npm run platform -- ${report.verb} --resume`): string {
  const rows = report.stacks.map((each) => [
    each.stack,
    `${each.account} ${each.accountId}`,
    words[each.state],
    each.seconds > 0 ? `${each.seconds.toFixed(0)} s` : "",
    changesText(each.changes),
  ]);
  const table = [["STACK", "ACCOUNT", "STATE", "TIME", "CHANGES"], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  const details = report.stacks.filter(({ message }) => message !== undefined).map(detail);
  return [...lines, ...(details.length > 0 ? ["", ...details] : []), "", closing(report, command)].join("\n");
}

/** For example `12 created, 3 updated, 200 unchanged`. */
export function changesText(changes: Record<string, number>): string {
  const told: [string, string][] = [
    ["create", "created"],
    ["update", "updated"],
    ["replace", "replaced"],
    ["delete", "deleted"],
    ["same", "unchanged"],
  ];
  return told
    .filter(([key]) => changes[key])
    .map(([key, word]) => `${changes[key]} ${word}`)
    .join(", ");
}

function detail({ stack, message }: StackReport): string {
  return `${stack}: ${message!.replaceAll("\n", "\n  ")}`;
}

function closing({ verb, stacks, seconds, cancelled }: RunReport, command: string): string {
  const good = stacks.filter(({ state }) => state === "succeeded" || state === "alreadyDone").length;
  const all = `${verb}: ${good} of ${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"} done in ${seconds.toFixed(0)} s`;
  if (good === stacks.length) return `${all}.`;
  return `${all}${cancelled ? ", then cancelled" : ""}. Finish the rest with: ${command}`;
}
