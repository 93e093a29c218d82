import type { OrganizationConfiguration, UnitConfiguration } from "./organization-schema";
import type { AccountConfiguration, PlatformConfiguration } from "./platform-schema";
import { parentDomain } from "./parent-domain";
import type { StackConfiguration } from "./stack-schema";

/** An account as a member of its organisation. */
export interface OrganizationAccount extends AccountConfiguration {
  /** Its name in `platform.config.yaml`. */
  name: string;
  /** E-mail address of its owner. */
  ownerEmail: string;
}

/** An organisational unit. */
export interface OrganizationUnit extends Omit<UnitConfiguration, "guardrails"> {
  /** Its key in `platform.config.yaml`. */
  key: string;
  /** Its name in AWS. */
  name: string;
  /** Names of the guardrails attached to it. */
  guardrails: string[];
}

/** The organisation that an account belongs to: its units, accounts and what holds for all of them. */
export interface OrganizationStructure extends Omit<OrganizationConfiguration, "name" | "units" | "regions"> {
  /** Regions where anything may be made, sorted; us-east-1 is always among them, since AWS keeps its global parts there. */
  regions: string[];
  /** The units, each after the one it lies in. */
  units: OrganizationUnit[];
  /** The accounts, the management account first. */
  accounts: OrganizationAccount[];
  managementAccount: OrganizationAccount;
  /** Audit account: administers GuardDuty, Security Hub, Config and access analyzers for all the others. */
  securityAccount: OrganizationAccount;
  /** Where logs are kept: an account of its own, or the audit account. */
  logArchiveAccount: OrganizationAccount;
  deployment: PlatformConfiguration["deployment"];
  /** Zones that central accounts hold. */
  domains: CentralZone[];
}

/** A zone that a central account holds, and what it delegates. */
export interface CentralZone {
  /** Its key in `platform.config.yaml`. */
  key: string;
  zoneName: string;
  /** Absent where the account's stack makes it, and it is not known yet. */
  zoneId?: string;
  /** Name of the account. */
  account: string;
  create: boolean;
  /** The environments' zones, and the name of the account that has each. */
  environments: { zoneName: string; account: string }[];
}

/**
 * The accounts of the organisation that `account` is in. Those on this machine are an organisation of their own: no
 * stack of a real account ever speaks of them, nor the other way round.
 */
export function memberAccounts(platform: PlatformConfiguration, account: string): [string, AccountConfiguration][] {
  const { local } = platform.accounts[account]!;
  return Object.entries(platform.accounts).filter(([, each]) => each.local === local);
}

/**
 * The accounts beside its own whose values a stack needs before it can be deployed, with the values that it needs: the
 * management stack makes accounts by their address, before they have an id; the others name the central ones by id.
 */
export function accountsBeside(
  platform: PlatformConfiguration,
  stack: StackConfiguration,
): [string, Partial<AccountConfiguration>][] {
  if (stack.kind === "workload") {
    // Its pipeline names roles of the accounts that it deploys to.
    const { delivery } = stack.systems;
    const targets = delivery ? [delivery.test.account, delivery.production.account] : [];
    // Its name servers are entered in a zone of another account.
    const parent =
      typeof stack.domain === "string" ? parentDomain(platform, stack.domain, stack.account)?.account : undefined;
    if (parent !== undefined) targets.push(parent);
    return [...new Set(targets)]
      .filter((name) => name !== stack.account && platform.accounts[name])
      .map((name) => [name, { id: platform.accounts[name]!.id }]);
  }
  const others = memberAccounts(platform, stack.account).filter(([name]) => name !== stack.account);
  if (stack.kind === "management") return others.map(([name, { email }]) => [name, { email }]);
  const delegatedTo = Object.values(platform.domains)
    .filter((domain) => domain.account === stack.account && stack.kind === "security")
    .flatMap(({ environments }) => Object.values(environments));
  return others
    .filter(([name, { role }]) => role !== "workload" || delegatedTo.includes(name))
    .map(([name, { id }]) => [name, { id }]);
}

/**
 * Puts the organisation together from checked values.
 *
 * @param platform the shared values, with an account for each central role
 * @param account name of an account in it
 * @param guardrails names of all guardrails, which a unit below the root gets unless it says otherwise
 */
export function toOrganizationStructure(
  platform: PlatformConfiguration,
  account: string,
  guardrails: readonly string[],
): OrganizationStructure {
  const { name: _name, units, regions, ...rest } = platform.organization;
  const accounts = memberAccounts(platform, account)
    .map(([name, values]): OrganizationAccount => ({ ...values, name, ownerEmail: platform.owners[values.owner]! }))
    .sort((a, b) => Number(b.role === "management") - Number(a.role === "management"));
  const inRole = (role: AccountConfiguration["role"]) => accounts.find((each) => each.role === role);
  const used = regions.length > 0 ? regions : accounts.flatMap((each) => [each.region, ...each.regions]);
  return {
    ...rest,
    regions: [...new Set([...used, "us-east-1"])].sort(),
    units: inOrder(units).map(([key, unit]) => ({
      ...unit,
      key,
      name: unit.name ?? key,
      guardrails: [...(unit.guardrails ?? (unit.parent === undefined ? guardrails : []))],
    })),
    accounts,
    managementAccount: inRole("management")!,
    securityAccount: inRole("security")!,
    logArchiveAccount: inRole("log-archive") ?? inRole("security")!,
    deployment: platform.deployment,
    domains: Object.entries(platform.domains).flatMap(([key, { account: holder, environments, ...zone }]) => {
      if (holder === undefined || !accounts.some(({ name }) => name === holder)) return [];
      const below = Object.entries(environments).map(([prefix, each]) => ({
        zoneName: `${prefix}.${zone.zoneName}`,
        account: each,
      }));
      return [{ ...zone, key, account: holder, environments: below }];
    }),
  };
}

/** Each unit after its parent; otherwise in the order of the file. */
function inOrder(units: OrganizationConfiguration["units"]): [string, UnitConfiguration][] {
  return Object.entries(units)
    .map(([key, unit], index) => ({ key, unit, index, depth: unitPath(units, key).length }))
    .sort((a, b) => a.depth - b.depth || a.index - b.index)
    .map(({ key, unit }) => [key, unit]);
}

/**
 * A unit and those around it, the innermost first. Ends where a parent is unknown, or comes a second time.
 *
 * @param units all units
 * @param key of the one to begin with
 */
export function unitPath(units: OrganizationConfiguration["units"], key: string): string[] {
  const path: string[] = [];
  for (let at: string | undefined = key; at !== undefined && Object.hasOwn(units, at) && !path.includes(at);) {
    path.push(at);
    at = units[at]!.parent;
  }
  return path;
}
