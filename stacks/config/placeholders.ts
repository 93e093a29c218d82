import { parentDomain } from "./parent-domain";
import type { PlatformConfiguration } from "./platform-schema";
import type { Problem } from "./problem";
import type { StackConfiguration } from "./stack-schema";
import { accountsBeside } from "./organization-structure";
import { pathText } from "./schema-tools";

/** Names that RFC 2606 keeps for examples, at the end of an address, name or origin. */
const exampleName = /(?:^|[@./])example\.(?:com|net|org)(?::\d+)?$/;

/**
 * The values that nobody has filled in yet. The program still plans and previews with them; it refuses to deploy.
 * Of the accounts only those count that the stack needs, and an account on this machine may have example addresses.
 *
 * @param platform the shared values
 * @param stack the stack's values
 * @param files the names of both files, for messages
 */
export function placeholderProblems(
  platform: PlatformConfiguration,
  stack: StackConfiguration,
  files: { platform: string; stack: string },
): Problem[] {
  const account = platform.accounts[stack.account]!;
  const problems: Problem[] = [];
  look(files.platform, account, ["accounts", stack.account]);
  for (const [name, values] of accountsBeside(platform, stack)) look(files.platform, values, ["accounts", name]);
  if (!account.local) {
    look(files.platform, platform.organization, ["organization"]);
    look(files.platform, platform.owners[stack.owner], ["owners", stack.owner]);
    if (!stack.alarmAddresses) look(files.platform, platform.addresses.alarms, ["addresses", "alarms"]);
    if (stack.kind === "workload") {
      if (!stack.announcementAddresses) {
        look(files.platform, platform.addresses.announcements, ["addresses", "announcements"]);
      }
      const zone =
        typeof stack.domain === "string"
          ? parentDomain(platform, stack.domain, stack.account)?.key
          : stack.domain?.zone;
      if (zone !== undefined) lookAtZone(zone);
    }
    if (stack.kind === "management" || stack.kind === "security") {
      for (const [zone, values] of Object.entries(platform.domains)) {
        if (values.account !== stack.account) continue;
        if (values.create) look(files.platform, values.zoneName, ["domains", zone, "zoneName"]);
        else lookAtZone(zone);
      }
    }
    look(files.platform, platform.tags, ["tags"]);
    look(files.stack, stack, []);
  }
  return problems;

  function lookAtZone(zone: string): void {
    const { zoneName, zoneId } = platform.domains[zone]!;
    look(files.platform, { zoneName, zoneId }, ["domains", zone]);
  }

  function look(file: string, value: unknown, at: PropertyKey[]): void {
    if (typeof value === "string") {
      const fix = placeholderFix(value, account.local, file === files.platform);
      if (fix) problems.push({ file, path: (file === files.stack ? "platform:" : "") + pathText(at), value, fix });
    } else if (typeof value === "object" && value !== null) {
      for (const [key, each] of Object.entries(value))
        look(file, each, [...at, Array.isArray(value) ? Number(key) : key]);
    }
  }
}

/**
 * What to do with a value that nobody has filled in yet, or `undefined` for a real one.
 *
 * @param value the text to judge
 * @param local whether example addresses are in order
 * @param shared whether it stands in `platform.config.yaml`, the file that `npm run init` fills in
 */
export function placeholderFix(value: string, local: boolean, shared = true): string | undefined {
  const fix = `write the real value${shared ? ", or run npm run init" : ""}`;
  if (/^0{12}$/.test(value)) return "this is a placeholder; write the account's id";
  if (value.includes("REPLACE_ME")) return `this is a placeholder; ${fix}`;
  if (!local && exampleName.test(value)) return `this is an example; ${fix}`;
  return undefined;
}
