import { parseJson } from "./json";
import type { Resource } from "./resource";
import { isUnknown } from "./unknown";
import { list, read, text } from "./values";

/** Start of the name of a role that may enter the name servers of one zone, which ends the name. */
const ZONE_ROLE = "platform-names-";

/** What AWS switches on in the account that is named as administrator, unless it is on before. */
const DETECTION = ["aws:guardduty/detector:Detector", "aws:securityhub/account:Account"];
const ADMINISTRATOR = "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount";

/**
 * True for the three things that a stack has to do in an account which is not its own, each by a provider that is bound to that
 * account and assumes a role of it: say in the zone around its own who answers for it, as the role for that one name; let the
 * authorizer of its API invoke a function there; and switch detection on where it names the administrator of detection.
 *
 * @param resource made by a provider for another account
 * @param allowed the accounts that its provider accepts
 * @param own the stack's accounts
 * @param stack what the stack makes
 */
export function isForOwnAccount(
  resource: Resource,
  allowed: readonly string[],
  own: readonly string[],
  stack: readonly Resource[],
): boolean {
  const role = assumedRole(resource);
  if (allowed.length !== 1 || role?.account !== allowed[0]) return false;
  if (resource.type === "aws:route53/record:Record")
    return text(resource.read("type")) === "NS" && role?.name === ZONE_ROLE + text(resource.read("name"));
  if (resource.type === "aws:lambda/permission:Permission") {
    const source = resource.read("sourceAccount");
    const isOwn = isUnknown(source) || own.includes(text(source) ?? "");
    return isOwn && text(resource.read("principal")) === "apigateway.amazonaws.com";
  }
  if (DETECTION.includes(resource.type))
    return stack.some((each) => each.type === ADMINISTRATOR && text(each.read("adminAccountId")) === allowed[0]);
  return false;
}

/** The role that the provider of a resource ends up with. */
function assumedRole({ provider }: Resource): { account: string; name: string } | undefined {
  const given = provider!.properties["assumeRoles"];
  const arn = text(read(list(parseJson(given) ?? given).at(-1), "roleArn"));
  const [, account, name] = /^arn:[a-z-]+:iam::([^:]+):role\/([^/]+)$/.exec(arn ?? "") ?? [];
  return account !== undefined && name !== undefined ? { account, name } : undefined;
}
