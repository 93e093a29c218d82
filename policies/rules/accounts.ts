import { isForOwnAccount } from "../core/other-account";
import type { Resource } from "../core/resource";
import { stackRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { list, text } from "../core/values";
import { parseJson } from "../core/json";

export const ownAccount = stackRule({
  name: "account-own",
  title: "Every resource of a stack is deployed to the stack's own account, and its provider refuses any other",
  why: "A provider takes whatever credentials it finds: without allowedAccountIds a forgotten profile deploys dev to prod. Three things are for the stack and yet elsewhere: the NS records of its zone, by the role for that one name, the permission of its API's authorizer on a function, by a role of that account, and GuardDuty and Security Hub in the account that the stack names as their administrator.",
  severity: "critical",
  ids: [],
  fix: "Make providers with allowedAccountIds for the stack's account, and pass them to every component.",
  url: "https://www.pulumi.com/registry/packages/aws/installation-configuration/",
  settings: {
    accounts: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "The accounts of the stack. Left empty, the account of most of its resources.",
    },
  },
  types: [],
  check: (stack, { accounts }) => {
    const placed = stack.resources
      .filter((resource) => resource.type.startsWith("aws:") && resource.provider)
      .map((resource) => ({ resource, allowed: allowedAccounts(resource) }));
    const own: string[] = accounts.length ? accounts : commonest(placed.flatMap(({ allowed }) => allowed ?? []));
    return placed.map(({ resource, allowed }) => {
      if (allowed === undefined) return undefined;
      if (!allowed.length) return { resource, message: "its provider would deploy it to any account" };
      const isOwn =
        allowed.every((account) => own.includes(account)) || isForOwnAccount(resource, allowed, own, stack.resources);
      return !isOwn && { resource, message: "its provider deploys it to an account that is not the stack's" };
    });
  },
});

/** The accounts that the provider of a resource may deploy to, none where any; undefined where that is not known. */
function allowedAccounts({ provider }: Resource): string[] | undefined {
  const given = provider!.properties["allowedAccountIds"];
  const ids = list(parseJson(given) ?? given);
  return ids.some(isUnknown) ? undefined : ids.map(text).filter((id) => id !== undefined);
}

function commonest(values: string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most ? [most[0]] : [];
}
