import type { StackEntry } from "../../tools/platform/stack-list";
import { toSandboxOutputs, type SandboxOutputs } from "../deploy/sandbox-outputs";
import type { NamedApi } from "../emulator/api-names";
import type { Emulator } from "../emulator/emulator";
import { accountQuery } from "../emulator/signed-headers";

/** A stack, and what it told. */
export interface ToldOutputs {
  entry: Pick<StackEntry, "name" | "account" | "kind">;
  outputs: Record<string, unknown>;
  /** Names of its account's APIs, beside those that AWS gives. Default none. */
  names?: Record<string, NamedApi>;
}

type Values = Record<string, unknown>;

/**
 * The outputs of several accounts: those of the account that answers plain calls as they are in a sandbox of one account,
 * and below `accounts` those of each, by its name. What runs in another account answers only a call that names it; its
 * addresses do so in their query, so that a path goes before the question mark.
 */
export function accountsOutputs(told: readonly ToldOutputs[], emulator: Emulator): SandboxOutputs {
  const account = Object.fromEntries(
    told.map(({ entry }) => [entry.account.name, { id: entry.account.id, region: entry.account.region }]),
  );
  const accounts: Record<string, Values> = {};
  // What runs in an account is what it is known for, more than its baseline.
  const ordered = [...told].sort((a, b) => Number(b.entry.kind === "baseline") - Number(a.entry.kind === "baseline"));
  for (const { entry, outputs, names } of ordered) {
    const { id: accountId, region, name } = entry.account;
    const local = toSandboxOutputs({ ...outputs, account }, { ...emulator, accountId, region }, names) as Values;
    const values = accountId === emulator.accountId ? local : (named(local, accountQuery(accountId, region)) as Values);
    const before = accounts[name];
    const dashboards = { ...(before?.["dashboards"] as Values), ...(values["dashboards"] as Values) };
    accounts[name] = { ...before, ...withoutUndefined(values), dashboards };
  }
  const plain = Object.values(accounts).find(({ accountId }) => accountId === emulator.accountId);
  return { ...(plain as SandboxOutputs), accounts };
}

function withoutUndefined(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function named(value: unknown, query: string): unknown {
  if (typeof value === "string") return value.includes("/_aws/execute-api/") ? `${value}?${query}` : value;
  if (Array.isArray(value)) return value.map((each) => named(each, query));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, named(each, query)]));
}
