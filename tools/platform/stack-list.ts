import * as path from "node:path";
import { platformFileName } from "../../stacks/config";
import { nearest } from "../../stacks/config/nearest";
import { ConfigurationError, type Problem } from "../../stacks/config/problem";
import { readYamlFile } from "../../stacks/config/read-yaml";
import { namespace, readStackFile, stackFileName } from "../../stacks/config/stack-values";
import { stackNames } from "../plan/stack-names";

/**
 * The kinds of stacks in the order in which they depend on each other: the organisation, its log archive and audit, what
 * every account has, what runs in it.
 */
export const stackKinds = ["management", "security", "baseline", "workload"] as const;

/** What a stack can be for the orchestrator. */
export type OrderedKind = (typeof stackKinds)[number];

/** A stack as the orchestrator knows it: what its file and `platform.config.yaml` say, nothing that needs the engine. */
export interface StackEntry {
  /** For example `dev`. */
  name: string;
  kind: OrderedKind;
  account: StackAccount;
  /** True where it runs real users' data, guards them, or is the organisation: removing it takes its name, typed. */
  precious: boolean;
  /** Stacks that must be deployed before this one, and removed after it. */
  needs: string[];
}

/** The account that a stack is deployed to. */
export interface StackAccount {
  /** Its key in `platform.config.yaml`. */
  name: string;
  /** Twelve digits. */
  id: string;
  region: string;
  /** The role that deployments assume; absent where the caller's own credentials are the account's. */
  deployRole?: string;
}

/**
 * The stacks of a repository: each `Pulumi.STACK.yaml` except those of accounts on this machine, with what each one needs.
 *
 * Every stack needs those of the kinds `management` and `security` before its own, since the organisation's policies and
 * the log archive come first; a workload needs the baseline of its own account besides.
 *
 * @param root the repository
 * @throws ConfigurationError where a file does not say what kind of stack it is, or names an account that is not there
 */
export function stackList(root: string): StackEntry[] {
  const accounts = readAccounts(root);
  const problems: Problem[] = [];
  const entries = stackNames(root).flatMap((name) => {
    const entry = stackEntry(name);
    return entry ? [entry] : [];
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  for (const entry of entries) entry.needs = entries.filter((other) => isNeeded(other, entry)).map(({ name }) => name);
  // A baseline guards what else is in its account.
  for (const entry of entries) {
    const others = entries.filter(({ account }) => account.name === entry.account.name);
    if (entry.kind === "baseline")
      entry.precious = others.some(({ kind, precious }) => kind !== "baseline" && precious);
  }
  return entries.sort(byOrder);

  function stackEntry(name: string): StackEntry | undefined {
    const file = stackFileName(name);
    const read = readStackFile(root, name);
    problems.push(...read.problems);
    if (read.problems.length > 0) return undefined;
    const value = (key: string) => read.values[`${namespace}:${key}`];
    const kind = stackKinds.find((each) => each === value("kind"));
    if (!kind) {
      const fix = `use one of: ${stackKinds.join(", ")}`;
      problems.push({ file, path: `${namespace}:kind`, value: value("kind"), fix });
      return undefined;
    }
    const accountName = value("account") ?? kind;
    const account = accounts[accountName];
    if (!account) {
      const meant = nearest(accountName, Object.keys(accounts));
      const fix = `${meant ? `did you mean ${meant}? ` : ""}use a key of accounts in ${platformFileName}`;
      problems.push({ file, path: `${namespace}:account`, value: accountName, fix });
      return undefined;
    }
    if (account.local) return undefined;
    const { id, region = "us-east-1", deployRole } = account;
    return {
      name,
      kind,
      account: { name: accountName, id: String(id), region, ...(deployRole !== undefined && { deployRole }) },
      // A workload is production unless it says otherwise, as in stacks/config/stack-schema.ts.
      precious: kind === "workload" ? value("production") !== "false" : kind !== "baseline",
      needs: [],
    };
  }
}

function isNeeded(other: StackEntry, by: StackEntry): boolean {
  if (stackKinds.indexOf(other.kind) >= stackKinds.indexOf(by.kind)) return false;
  return other.kind === "baseline" ? other.account.name === by.account.name : true;
}

/** By kind; within a kind what may be lost first, so that a mistake shows where it costs least. */
function byOrder(a: StackEntry, b: StackEntry): number {
  return (
    stackKinds.indexOf(a.kind) - stackKinds.indexOf(b.kind) ||
    Number(a.precious) - Number(b.precious) ||
    a.name.localeCompare(b.name)
  );
}

interface RawAccount {
  id?: unknown;
  region?: string;
  deployRole?: string;
  local?: boolean;
}

/** The accounts as they are written. Their values are checked when a stack's configuration is loaded. */
function readAccounts(root: string): Record<string, RawAccount> {
  const { content, problems } = readYamlFile(path.join(root, platformFileName), platformFileName);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return (content as { accounts?: Record<string, RawAccount> } | null)?.accounts ?? {};
}
