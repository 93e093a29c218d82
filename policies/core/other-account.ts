import { parseJson } from "./json";
import type { Resource } from "./resource";
import { isUnknown } from "./unknown";
import { list, read, text } from "./values";

/** Start of the name of a role that may enter the name servers of one zone, which ends the name. */
const ZONE_ROLE = "platform-names-";

/**
 * True for the two things that a stack has to do in an account which is not its own, each by a provider that is bound to that account
 * and assumes a role of it: say in the zone around its own who answers for it, as the role for that one name; and let the authorizer of
 * its API invoke a function there.
 *
 * @param resource made by a provider for another account
 * @param allowed the accounts that its provider accepts
 * @param own the stack's accounts
 */
export function isForOwnAccount(resource: Resource, allowed: readonly string[], own: readonly string[]): boolean {
  const role = assumedRole(resource);
  if (allowed.length !== 1 || role?.account !== allowed[0]) return false;
  if (resource.type === "aws:route53/record:Record")
    return text(resource.read("type")) === "NS" && role?.name === ZONE_ROLE + text(resource.read("name"));
  if (resource.type === "aws:lambda/permission:Permission") {
    const source = resource.read("sourceAccount");
    const isOwn = isUnknown(source) || own.includes(text(source) ?? "");
    return isOwn && text(resource.read("principal")) === "apigateway.amazonaws.com";
  }
  return false;
}

/** The role that the provider of a resource ends up with. */
function assumedRole({ provider }: Resource): { account: string; name: string } | undefined {
  const given = provider!.properties["assumeRoles"];
  const arn = text(read(list(parseJson(given) ?? given).at(-1), "roleArn"));
  const [, account, name] = /^arn:[a-z-]+:iam::(\d{12}):role\/([^/]+)$/.exec(arn ?? "") ?? [];
  return account !== undefined && name !== undefined ? { account, name } : undefined;
}
