import type { AccountConfiguration, PlatformConfiguration } from "../../stacks/config/platform-schema";
import type { FoundAccount, FoundOrganization, FoundUnit } from "./found-organization";

/** What is found, by the key that it has, or gets, in the configuration. */
export interface MatchedOrganization {
  /** Key of each unit, by its id. */
  unitKeys: Map<string, string>;
  /** Name of each account, by its id. */
  accountNames: Map<string, string>;
}

const isPlaceholderId = (id: string) => /^0{12}$/.test(id);

/**
 * Finds out which entry of the configuration each unit and account is, and gives the others names of their own.
 *
 * A unit is the one with its id, else the one with its name in the same place. An account is the one with its id, else
 * with its address, else the one that has no id yet and its name or, for the management account, its role.
 */
export function matchOrganization(found: FoundOrganization, content: PlatformConfiguration): MatchedOrganization {
  const unitKeys = matchUnits(found.units, content);
  return { unitKeys, accountNames: matchAccounts(found, content) };
}

function matchUnits(units: readonly FoundUnit[], content: PlatformConfiguration): Map<string, string> {
  const known = content.organization.units;
  const keys = new Map<string, string>();
  const taken = new Set(Object.keys(known));
  for (const unit of units) {
    const parent = unit.parentId === undefined ? undefined : keys.get(unit.parentId);
    const entry = Object.entries(known).find(
      ([key, each]) =>
        each.id === unit.id ||
        (each.id === undefined && each.parent === parent && sameName(each.name ?? key, unit.name)),
    );
    keys.set(unit.id, entry?.[0] ?? newName(unit.name, taken));
  }
  return keys;
}

function matchAccounts(found: FoundOrganization, content: PlatformConfiguration): Map<string, string> {
  // An account of this machine is never one of AWS's.
  const known = Object.entries(content.accounts).filter(([, { local }]) => !local);
  const names = new Map<string, string>();
  const taken = new Set(Object.keys(content.accounts));
  const free = () => known.filter(([name]) => ![...names.values()].includes(name));
  const each = (fits: (account: FoundAccount, name: string, values: AccountConfiguration) => boolean) => {
    for (const account of found.accounts.filter(({ id }) => !names.has(id))) {
      const entry = free().find(([name, values]) => fits(account, name, values));
      if (entry) names.set(account.id, entry[0]);
    }
  };
  // One rule after the other for all accounts: a certain match of one comes before a guess for another.
  each((account, _name, { id }) => id === account.id);
  each((account, _name, { email }) => email.toLowerCase() === account.email.toLowerCase());
  each((account, _name, { id, role }) => {
    return isPlaceholderId(id) && role === "management" && account.id === found.managementAccountId;
  });
  each((account, name, { id }) => {
    return isPlaceholderId(id) && name === shortNameOf(ownPart(account.name, content.organization.name));
  });
  // Control Tower calls its audit account so.
  each((account, _name, { id, role }) => {
    return isPlaceholderId(id) && role === "security" && /^(audit|security)$/i.test(account.name);
  });
  for (const account of found.accounts)
    if (!names.has(account.id)) names.set(account.id, newName(ownPart(account.name, content.organization.name), taken));
  return names;
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** An account's name without the organisation's in front. */
function ownPart(name: string, organization: string): string {
  const prefix = `${organization}-`;
  return name.toLowerCase().startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : name;
}

/** A name as keys of the configuration are: lower case, hyphens, a letter first, 24 characters at most. */
export function shortNameOf(name: string): string {
  const letters = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 24)
    .replace(/-+$/, "");
  return letters || "unnamed";
}

function newName(name: string, taken: Set<string>): string {
  const short = shortNameOf(name);
  let candidate = short;
  for (let count = 2; taken.has(candidate); count++) {
    const suffix = `-${count}`;
    candidate = `${short.slice(0, 24 - suffix.length).replace(/-+$/, "")}${suffix}`;
  }
  taken.add(candidate);
  return candidate;
}
