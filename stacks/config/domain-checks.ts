import { delegationRoleName } from "../../components/names/delegation-role-name";
import { certificateNameProblems } from "./certificate-names";
import { unknownReferenceText } from "./nearest";
import { parentDomain } from "./parent-domain";
import type { PlatformConfiguration } from "./platform-schema";
import type { Problem } from "./problem";
import type { WorkloadConfiguration } from "./stack-schema";

interface DomainCheckInput {
  platform: PlatformConfiguration;
  files: { platform: string; stack: string };
}

/** Zones that no stack could hold, or that are delegated to nobody. */
export function domainProblems({ platform, files }: DomainCheckInput): Problem[] {
  const { accounts } = platform;
  const problems: Problem[] = [];
  for (const [key, { account, create, environments, zoneId, zoneName }] of Object.entries(platform.domains)) {
    const add = (path: string, value: unknown, fix: string) =>
      problems.push({ file: files.platform, path: `domains.${key}.${path}`, value, fix });
    const known = (path: string, name: string) => {
      if (Object.hasOwn(accounts, name)) return true;
      add(path, name, unknownReferenceText(name, Object.keys(accounts), "accounts", files.platform));
      return false;
    };
    if (account === undefined) {
      if (create) add("account", account, "name the account whose stack makes the zone");
      if (Object.keys(environments).length > 0)
        add("account", account, "name the account that holds the zone: its stack lets the environments into it");
      if (zoneId === undefined) add("zoneId", zoneId, "write the id of the zone, or the account that makes it");
      continue;
    }
    if (known("account", account) && !["management", "security"].includes(accounts[account]!.role))
      add("account", account, "use an account with the role management or security; a zone elsewhere is left out here");
    if (zoneId === undefined && !create)
      add("zoneId", zoneId, "write the id of the zone, or create: true where there is none");
    for (const [prefix, environment] of Object.entries(environments)) {
      known(`environments.${prefix}`, environment);
      const name = `${prefix}.${zoneName}`;
      if (delegationRoleName(name).length > 64)
        add(`environments.${prefix}`, environment, `use a name of at most 49 characters, ${name} has ${name.length}`);
    }
  }
  return problems;
}

/**
 * A stack's name that lies in no zone, in one that is not the account's, that its zone knows nothing of, or that no
 * certificate could have.
 */
export function workloadDomainProblems(
  input: DomainCheckInput,
  workload: Pick<WorkloadConfiguration, "domain" | "account" | "systems">,
): Problem[] {
  const { platform, files } = input;
  return [...zoneProblems(input, workload), ...certificateNameProblems(platform.domains, files.stack, workload)];
}

function zoneProblems(
  { platform, files }: DomainCheckInput,
  { domain, account }: Pick<WorkloadConfiguration, "domain" | "account">,
): Problem[] {
  if (domain === undefined) return [];
  const stack = (path: string, value: unknown, fix: string) => [
    { file: files.stack, path: `platform:${path}`, value, fix },
  ];
  if (typeof domain !== "string") {
    const zone = platform.domains[domain.zone];
    if (!zone)
      return stack(
        "domain.zone",
        domain.zone,
        unknownReferenceText(domain.zone, Object.keys(platform.domains), "domains", files.platform),
      );
    if (zone.account !== undefined && zone.account !== account)
      return stack(
        "domain.zone",
        domain.zone,
        `the zone is in the account ${zone.account}; write a name below it, such as ${domain.prefix ?? account}.${zone.zoneName}, which gets a zone of its own`,
      );
    return zoneIdProblems(domain.zone);
  }
  const same = Object.entries(platform.domains).find(([, { zoneName }]) => zoneName === domain);
  if (same)
    return stack(
      "domain",
      domain,
      `there is a zone of this name already; use { zone: ${same[0]} }, or a name below it`,
    );
  const parent = parentDomain(platform, domain, account);
  if (!parent) return [];
  const delegated = parent.environments[parent.prefix];
  if (delegated !== account) {
    const path = `domains.${parent.key}.environments.${parent.prefix}`;
    const fix = `write ${account}, the account of ${files.stack}: the zone's stack lets nobody else enter ${domain}`;
    return [{ file: files.platform, path, value: delegated, fix }];
  }
  return zoneIdProblems(parent.key);

  function zoneIdProblems(key: string): Problem[] {
    if (platform.domains[key]?.zoneId !== undefined) return [];
    const fix = `write the id of the zone${platform.domains[key]?.create ? ", which the stack that makes it tells as names" : ""}`;
    return [{ file: files.platform, path: `domains.${key}.zoneId`, value: undefined, fix }];
  }
}
