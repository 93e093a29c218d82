import type { RunReport } from "../../tools/platform/run-report";
import { summaryTable } from "../../tools/platform/summary-table";
import type { LeftOut } from "../adaptations/leave-out";
import { leftOutLines } from "../verbs/summary";
import type { SandboxOutputs } from "../deploy/sandbox-outputs";

export interface AccountsSummary {
  outputs: SandboxOutputs;
  reports: readonly RunReport[];
  seconds: number;
  /** Resources that no emulator offers. */
  leftOut: readonly LeftOut[];
}

/** What a person reads when the accounts are up. */
export function accountsSummaryOf({ outputs, reports, seconds, leftOut }: AccountsSummary): string {
  const accounts = outputs["accounts"] as Record<string, Record<string, unknown>>;
  const width = Math.max(...Object.keys(accounts).map((name) => name.length));
  const lines = [`The sandbox's accounts are up after ${seconds.toFixed(0)} s.`, "", tableOf(reports), ""];
  for (const [name, values] of Object.entries(accounts)) {
    const { url } = (values["students"] ?? {}) as { url?: string };
    lines.push(`  ${name.padEnd(width)}  ${values["accountId"] as string}  ${url ?? ""}`.trimEnd());
  }
  lines.push(
    "",
    `AWS endpoint ${outputs.endpoint}: a 12-digit access key is the account. Outputs of each: .sandbox/outputs.json.`,
    "",
    "Try:",
    "  npm run sandbox -- token --account security   an access token that dev and prod accept",
    "  npm run sandbox -- down                       remove everything",
  );
  if (leftOut.length > 0) {
    lines.push("", "Left out, since no emulator offers them (see docs/sandbox.md):", ...leftOutLines(leftOut));
  }
  return lines.join("\n");
}

/** One table of all runs. */
function tableOf([first, ...others]: readonly RunReport[]): string {
  const stacks = [first!, ...others].flatMap((report) => report.stacks);
  const seconds = [first!, ...others].reduce((sum, report) => sum + report.seconds, 0);
  return summaryTable({ ...first!, stacks, seconds });
}
