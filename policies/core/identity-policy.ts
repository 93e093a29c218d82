import { parsePolicy, type Statement } from "./policy-document";
import type { Resource } from "./resource";
import { isStar, matches } from "./wildcard";
import { isUnknown } from "./unknown";
import { list, read } from "./values";

/** Types that carry a policy of an identity: what a user, group or role may do. */
export const identityPolicyTypes = [
  "aws:iam/policy:Policy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
  "aws:iam/role:Role",
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
];

/** The known statements that allow something to the identity a resource is about. */
export function allowStatements(resource: Resource): Statement[] {
  const policies =
    resource.type === "aws:iam/role:Role"
      ? list(resource.read("inlinePolicies")).map((each) => read(each, "policy"))
      : [resource.read("policy"), resource.read("inlinePolicy")];
  return policies
    .flatMap((policy) => parsePolicy(policy).statements)
    .filter((statement) => statement.effect === "allow");
}

/** True where a statement is known to allow an action such as `iam:PassRole`, also through a wildcard or NotAction. */
export function allowsAction(statement: Statement, action: string): boolean {
  if (statement.notActions.length) {
    return statement.notActions.every((each) => typeof each === "string" && !matches(each, action));
  }
  return statement.actions.some((each) => typeof each === "string" && matches(each, action));
}

/** True where a statement is known to reach every resource. */
export function reachesEverything(statement: Statement): boolean {
  return statement.resources.some(isEverything);
}

/** `*`, and the longer ways to write it: `arn:aws:*`, `arn:*:*:*:*:*`. */
export function isEverything(resource: unknown): boolean {
  return isStar(resource) || (typeof resource === "string" && /^(arn|\*)(:[\w*-]*)?(:\*+)+$/i.test(resource.trim()));
}

/**
 * True where a statement is known to reach every resource of one kind, for example every role: `*`,
 * `arn:aws:iam::*:role/*`, `arn:aws:iam::123456789012:*`.
 */
export function reachesEvery(statement: Statement, service: string, kind: string): boolean {
  const every = new RegExp(`^arn:[^:]*:(${service}|\\*):[^:]*:[^:]*:(\\*|${kind}[/:]\\*)+$`, "i");
  return statement.resources.some(
    (each) => isEverything(each) || (typeof each === "string" && every.test(each.trim())),
  );
}

/** True where a condition leaves only resources with a tag, alias or name of their own, or the values are not known. */
export function isBoundToResources(statement: Statement): boolean {
  return statement.conditions.some(({ operator, key, values }) => {
    if (!key) return values.some(isUnknown);
    if (/not|ifexists|forallvalues|^null/.test(operator)) return false;
    if (!/(resource|request)tag\/|:resourcealiases$|:requestalias$|^cloudwatch:namespace$|^ecs:cluster$/.test(key)) {
      return false;
    }
    return values.length > 0 && !values.some(isStar);
  });
}
