import type { LeftOut } from "../adaptations/leave-out";
import type { SandboxOutputs } from "../deploy/sandbox-outputs";

export interface Summary {
  outputs: SandboxOutputs;
  changes: Record<string, number>;
  seconds: number;
  /** Resources that no emulator offers. */
  leftOut: readonly LeftOut[];
}

/** What a person reads when the sandbox is up. */
export function summaryOf({ outputs, changes, seconds, leftOut }: Summary): string {
  const { same = 0, ...changed } = changes;
  const counts = Object.entries(changed).map(([what, count]) => `${count} ${what}`);
  const lines = [
    `The sandbox is up after ${seconds.toFixed(0)} s: ${counts.join(", ") || "0 changes"}, ${same} unchanged.`,
    "",
    addressesOf(outputs),
    "",
    "Try:",
    "  npm run sandbox -- token              an access token",
    "  npm run sandbox -- mail               e-mails that were sent",
    "  npm run sandbox -- logs NAME          a function's log",
    "  npm run sandbox -- down               remove everything",
  ];
  if (leftOut.length > 0) {
    lines.push("", "Left out, since no emulator offers them (see docs/sandbox.md):");
    lines.push(...leftOutLines(leftOut));
  }
  return lines.join("\n");
}

/** A line for each type, with the resource's name or how many there are. */
export function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  return [...new Set(leftOut.map(({ type }) => type))].map((type) => {
    const each = leftOut.filter((resource) => resource.type === type);
    const { name, reason } = each[0]!;
    return `  ${type} ${each.length === 1 ? name : `(${each.length})`}: ${reason}`;
  });
}

/** A table of every address, from the outputs. */
export function addressesOf(outputs: SandboxOutputs): string {
  const rows: [string, string][] = [];
  const add = (name: string, value: unknown) => {
    if (typeof value === "string") rows.push([name, value]);
  };
  add("AWS endpoint", outputs.endpoint);
  add("Account, region", `${outputs.accountId}, ${outputs.region}`);
  for (const [system, value] of Object.entries(outputs)) {
    if (value === null || typeof value !== "object" || ["dashboards", "account", "accounts"].includes(system)) continue;
    const { url, apiKey } = value as Record<string, unknown>;
    add(system === "web" ? "Pages" : `API ${system}`, url);
    if (apiKey) add(`  x-api-key`, apiKey);
  }
  add("Outputs", ".sandbox/outputs.json");
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join("\n");
}
