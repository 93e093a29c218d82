import type { AwsRequest } from "./aws-request";
import type { Forwarded } from "./forward-request";

/** A role that a call has to make in an account. */
export interface MemberRole {
  accountId: string;
  /** The form that IAM's CreateRole takes. */
  form: string;
}

/**
 * The role that AWS Organizations makes in an account that it makes, by which the management account gets in. moto keeps
 * accounts, ministack their roles, so that neither can do it alone.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access-cross-account-role.html
 *
 * @param management the account that asked
 * @returns undefined for any other call, and for one that failed
 */
export function memberRole(request: AwsRequest, answer: Forwarded, management: string): MemberRole | undefined {
  if (request.service !== "organizations" || request.action !== "CreateAccount" || answer.status !== 200)
    return undefined;
  const { RoleName: name = "OrganizationAccountAccessRole" } = JSON.parse(request.body.toString("utf8")) as {
    RoleName?: string;
  };
  const { CreateAccountStatus: status } = JSON.parse(answer.body.toString("utf8")) as {
    CreateAccountStatus: { AccountId: string };
  };
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${management}:root` }, Action: "sts:AssumeRole" }],
  };
  const form = new URLSearchParams({
    Action: "CreateRole",
    Version: "2010-05-08",
    RoleName: name,
    AssumeRolePolicyDocument: JSON.stringify(trust),
  });
  return { accountId: status.AccountId, form: form.toString() };
}
