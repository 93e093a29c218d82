import { changesText } from "../summary-table";
import { needsAttention, type StackStatus } from "./stack-status";

/** A status for people: a paragraph per stack, what needs somebody first in it. */
export function statusText(statuses: readonly StackStatus[]): string {
  const paragraphs = statuses.map(paragraph);
  const open = statuses.filter(needsAttention).map(({ stack }) => stack);
  const closing =
    open.length > 0
      ? `${open.length} of ${statuses.length} need somebody: ${open.join(", ")}.`
      : "Nothing needs anybody.";
  return [...paragraphs, closing].join("\n\n");
}

function paragraph({ stack, account, accountId, last, zones, found, problems }: StackStatus): string {
  const lines = [`${stack}, account ${accountId} (${account})`];
  if (last) lines.push(`  last ${last.kind}: ${last.result}, ${last.at}${last.changes ? changed(last.changes) : ""}`);
  else if (!problems.some((problem) => problem.startsWith("last deployment"))) lines.push("  nothing is deployed yet");
  for (const { name, nameServers } of zones) lines.push(`  ${name} is answered by ${nameServers.join(", ")}`);
  for (const { name, state, since, region, reason } of found?.alarms ?? []) {
    const what = { alarm: "ALARM", silent: "no data", mute: "TELLS NOBODY, its actions are off:" }[state];
    lines.push(`  ${what} ${name} (${region}) since ${since}${reason ? `: ${reason}` : ""}`);
  }
  for (const { address, topic, region } of found?.unconfirmed ?? [])
    lines.push(
      `  NOT CONFIRMED ${address} gets nothing from ${topic} (${region}) until the link in the first mail is opened`,
    );
  for (const { address, topic, region } of found?.unsubscribed ?? [])
    lines.push(
      `  UNSUBSCRIBED ${address} gets nothing from ${topic} (${region}) any more; refresh the stack and deploy, which asks again`,
    );
  if (found) {
    const dashboards = found.dashboards.map(({ name }) => name).join(", ");
    lines.push(`  ${found.alarmCount} alarms; dashboards: ${dashboards || "none"}`);
  }
  for (const problem of problems) lines.push(`  not known: ${problem.split("\n")[0]}`);
  return lines.join("\n");
}

function changed(changes: Record<string, number>): string {
  const text = changesText(changes);
  return text && `, ${text}`;
}
