import { isOpenCidr, parseCidr } from "./cidr";
import { parsePolicy, type Condition, type Principal, type Statement, type Text } from "./policy-document";
import { isUnknown } from "./unknown";
import { isStar, matches } from "./wildcard";

/** What may bind a statement for everyone to somebody. */
export interface Binding {
  /** Networks and endpoints count: they do for S3, whose callers can be told by them. Default true. */
  networks?: boolean;
  /** Fixed ranges of addresses count. Default false: an address is not a caller. */
  addresses?: boolean;
}

/** True where a principal is known to be anybody. */
export function isAnyone({ value }: Principal): boolean {
  if (typeof value !== "string") return false;
  // The account of an ARN may not be a wildcard; where it is, whoever wrote it meant everyone.
  return isStar(value) || /^arn:[^:]*:(iam|sts)::\*+:/i.test(value);
}

/**
 * The statements of a resource's policy that let anybody in: a wildcard principal, or everyone except some
 * (`NotPrincipal`), without a condition that binds the caller to fixed values.
 */
export function publicStatements(policy: unknown, binding: Binding = {}): Statement[] {
  return parsePolicy(policy).statements.filter(
    (statement) =>
      statement.effect === "allow" &&
      (statement.principals.some(isAnyone) || statement.notPrincipals.length > 0) &&
      !statement.conditions.some((condition) => binds(condition, binding)),
  );
}

/** Keys that name an account, organisation or caller; all others say something about the request. */
const identityKeys = new Set([
  "aws:sourceaccount",
  "aws:sourceowner",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalservicename",
  "aws:userid",
  "aws:username",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
]);
const networkKeys = new Set([
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourcevpcarn",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "aws:vpceorgpaths",
]);

/**
 * True where a condition holds only for fixed callers. Negated operators, `IfExists` and `ForAllValues` let through who
 * lacks the key; values with wildcards or variables in the place that matters are not fixed. What is not known yet may bind.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function binds(
  { operator, key, values }: Condition,
  { networks = true, addresses = false }: Binding = {},
): boolean {
  if (!key) return values.some(isUnknown);
  const plain = operator.replace(/^foranyvalue:/, "");
  if (addresses && key === "aws:sourceip") return plain === "ipaddress" && values.length > 0 && values.every(isNarrow);
  if (!identityKeys.has(key) && !(networks && networkKeys.has(key))) return false;
  if (!/^(stringequals|stringequalsignorecase|stringlike|arnequals|arnlike)$/.test(plain)) return false;
  return values.length > 0 && values.every((value) => isFixed(key, value));
}

function isFixed(key: string, value: Text): boolean {
  if (typeof value !== "string") return true;
  if (value === "" || value.includes("${")) return false;
  if (!/[*?]/.test(value)) return true;
  if (key.endsWith("orgpaths")) return /^o-[a-z0-9]+\//.test(value);
  if (key === "aws:userid") return /^A(RO|ID|IP)A[A-Z0-9]+:/.test(value);
  if (!/^arn:/i.test(value)) return false;
  const [, , service = "", , account = "", ...rest] = value.split(":");
  const resource = rest.join(":");
  // Names of buckets are unique in the world, so one without wildcard is as good as an account.
  return /^\d{12}$/.test(account) || (service === "s3" && !/[*?]/.test(resource.split("/")[0]!));
}

function isNarrow(value: Text): boolean {
  if (typeof value !== "string") return true;
  const range = parseCidr(value);
  return range !== undefined && !isOpenCidr(value) && range.length >= (range.version === 4 ? 8 : 32);
}

/** What a policy has to deny for a connection without TLS. */
export interface TlsDenial {
  /** Actions of which one must be denied, for example `s3:*`; `*` always does. */
  actions: string[];
  /** Each ARN that must be covered; where the policy's own resource is not known, it counts as covered. */
  covers: ((resource: Text) => boolean)[];
}

/** Whether a policy denies everyone, without TLS, the actions on everything asked: yes, no, or not known yet. */
export function deniesWithoutTls(policy: unknown, denial: TlsDenial): "yes" | "no" | "unknown" {
  const document = parsePolicy(policy);
  const denying = document.statements.filter(
    (statement) =>
      statement.effect !== "allow" && deniesEveryone(statement) && deniesActions(statement, denial.actions),
  );
  const covered = denial.covers.every((covers) =>
    denying.some((statement) => onlyWithoutTls(statement) && statement.resources.some(covers)),
  );
  if (covered) return "yes";
  return document.unknown ? "unknown" : "no";
}

function deniesEveryone({ principals }: Statement): boolean {
  return principals.some(({ kind, value }) => isUnknown(value) || (isStar(value) && /^(\*|aws)$/i.test(kind)));
}

function deniesActions({ actions }: Statement, wanted: string[]): boolean {
  return actions.some((given) => typeof given !== "string" || wanted.some((action) => matches(given, action)));
}

/** True where the only condition is that the connection has no TLS: any other would let some of them through. */
function onlyWithoutTls({ conditions }: Statement): boolean {
  return conditions.length > 0 && conditions.every(isWithoutTls);
}

function isWithoutTls({ operator, key, values }: Condition): boolean {
  if (!key) return values.some(isUnknown);
  if (key !== "aws:securetransport") return false;
  const denied = /^(bool|stringequals|stringequalsignorecase|stringlike)(ifexists)?$/.test(operator) ? "false" : "true";
  if (denied === "true" && !/^stringnot(equals|equalsignorecase|like)(ifexists)?$/.test(operator)) return false;
  return values.some((value) => typeof value !== "string" || value.toLowerCase() === denied);
}
