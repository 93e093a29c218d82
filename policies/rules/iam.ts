import { isAnyone } from "../core/resource-policy";
import { parsePolicy, type Statement } from "../core/policy-document";
import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, numeric, text } from "../core/values";

const attachmentTypes = [
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
  "aws:iam/role:Role",
];

export const managedAdmin = resourceRule({
  name: "iam-managed-admin",
  title: "The AWS-managed AdministratorAccess policy is not attached",
  why: "It allows everything, on everything, for ever.",
  severity: "critical",
  ids: ["CKV_AWS_274", "guard IAM_ROLE_ADMINISTRATOR_ACCESS_POLICY_RULE", "AwsSolutions-IAM4"],
  fix: "Attach a policy with the actions that are needed; let people assume a break-glass role for the rest.",
  url: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html",
  types: attachmentTypes,
  check: (attachment) =>
    ["policyArn", "policyArns", "managedPolicyArn", "managedPolicyArns"].map(
      (property) => attachment.list(property).some(isAdministratorAccess) && `${property} attaches AdministratorAccess`,
    ),
});

/** In whatever partition: commercial, GovCloud, China. */
function isAdministratorAccess(arn: unknown): boolean {
  return /^arn:[^:]+:iam::aws:policy\/AdministratorAccess$/i.test(text(arn) ?? "");
}

export const userPolicies = resourceRule({
  name: "iam-user-policies",
  title: "Policies are not attached to IAM users directly",
  why: "Permissions of single users are forgotten when their work changes; those of groups and roles are reviewed together.",
  severity: "medium",
  ids: [
    "FSBP IAM.2",
    "CIS 1.15",
    "CKV_AWS_40",
    "cdk-nag IAMUserNoPolicies",
    "guard IAM_USER_NO_POLICIES_CHECK",
    "AWS-0143",
    "compliance-policies aws-iam-user-policy-attachment-only-attachment-through-groups",
    "compliance-policies aws-iam-policy-attachment-only-attachment-through-groups",
  ],
  fix: "Attach the policy to a role that the user assumes, or to a group.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
  types: [
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
  ],
  check: (attachment) => {
    if (attachment.type.includes("policyAttachment:"))
      return hasKnownElements(attachment.read("users")) && "users has a user";
    if (attachment.type.includes("Exclusive"))
      return hasKnownElements(attachment.read("policyArns")) && "policyArns has a policy of a user";
    return "it gives a policy to a user";
  },
});

/** A list is known to have elements even where the elements themselves are not known. */
function hasKnownElements(value: unknown): boolean {
  return !isUnknown(value) && !isMissing(value);
}

export const trustPublic = resourceRule({
  name: "iam-trust-public",
  title: "No role trust policy allows a wildcard principal",
  why: "Any AWS account in the world could assume the role; a condition that is changed or mistyped later is all that would stand between.",
  severity: "critical",
  ids: ["CKV_AWS_60", "guard IAM_ROLE_NO_FULL_ACCESS_ON_TRUST_POLICY"],
  fix: "Name the accounts, roles or services that may assume it.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  types: ["aws:iam/role:Role"],
  check: (role) =>
    parsePolicy(role.read("assumeRolePolicy")).statements.map(
      (statement) =>
        statement.effect === "allow" &&
        (statement.principals.some(isAnyone) || statement.notPrincipals.length > 0) &&
        `statement ${statement.position} of assumeRolePolicy trusts anybody`,
    ),
});

const gitHub = "token.actions.githubusercontent.com";

export const gitHubOidcSub = resourceRule({
  name: "iam-github-oidc-sub",
  title: "A role trusting the GitHub OIDC provider restricts the sub claim to a named repository",
  why: "The provider signs tokens for every workflow on GitHub; only the sub claim tells whose it is.",
  severity: "high",
  ids: ["CKV_AWS_393", "CKV_AWS_358"],
  fix: `Add StringEquals or StringLike on ${gitHub}:sub with repo:OWNER/REPOSITORY:…`,
  url: "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws",
  types: ["aws:iam/role:Role"],
  check: (role) =>
    parsePolicy(role.read("assumeRolePolicy")).statements.map(
      (statement) =>
        statement.effect === "allow" &&
        trustsGitHub(statement) &&
        !statement.conditions.some(namesRepository) &&
        `statement ${statement.position} of assumeRolePolicy does not name the repository`,
    ),
});

/** By the provider's ARN, or by the condition's keys where the provider is made in the same program. */
function trustsGitHub({ principals, conditions }: Statement): boolean {
  const federated = principals.filter(({ kind }) => kind.toLowerCase() === "federated");
  if (federated.some(({ value }) => typeof value === "string" && value.toLowerCase().includes(gitHub))) return true;
  return federated.some(({ value }) => isUnknown(value)) && conditions.some(({ key }) => key.startsWith(gitHub));
}

function namesRepository({ operator, key, values }: Statement["conditions"][number]): boolean {
  if (!key) return values.some(isUnknown);
  if (!key.startsWith(gitHub) || !key.endsWith(":sub")) return false;
  if (!/^(foranyvalue:)?string(equals|equalsignorecase|like)$/.test(operator)) return false;
  return (
    values.length > 0 &&
    values.every((value) => typeof value !== "string" || /(^|:)(repo|repository):[^*?/:]+\/[^*?/:]+(:|$)/.test(value))
  );
}

export const passwordPolicy = resourceRule({
  name: "iam-password-policy",
  title: "The account's password policy asks for length 14, no reuse of 24, and all character classes",
  why: "Passwords of IAM users are guessed from lists of leaked ones; length and no reuse are what helps.",
  severity: "medium",
  ids: [
    "CKV_AWS_10",
    "CKV_AWS_13",
    "CIS 1.8",
    "CIS 1.9",
    "FSBP IAM.7",
    "compliance-policies aws-iam-password-policy-minimum-password-length",
    "compliance-policies aws-iam-password-policy-prevent-reuse",
  ],
  fix: "Set minimumPasswordLength, passwordReusePrevention and the four require… properties.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
  settings: {
    minimumLength: { type: "integer", minimum: 8, default: 14, description: "Least length of a password." },
    reusePrevention: { type: "integer", minimum: 1, maximum: 24, default: 24, description: "Remembered passwords." },
  },
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
  check: (policy, { minimumLength, reusePrevention }) => [
    policy.mustBeAtLeast("minimumPasswordLength", minimumLength),
    policy.mustBeAtLeast("passwordReusePrevention", reusePrevention),
    policy.mustBeTrue("requireLowercaseCharacters"),
    policy.mustBeTrue("requireUppercaseCharacters"),
    policy.mustBeTrue("requireNumbers"),
    policy.mustBeTrue("requireSymbols"),
  ],
  remediate: (policy) => ({
    ...policy,
    minimumPasswordLength: Math.max(numeric(policy["minimumPasswordLength"]) ?? 0, 14),
    passwordReusePrevention: 24,
    requireLowercaseCharacters: true,
    requireUppercaseCharacters: true,
    requireNumbers: true,
    requireSymbols: true,
  }),
});
