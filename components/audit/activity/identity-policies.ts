import { apiCalls, notByDeployments } from "../api-calls";
import type { MailRule, MailRuleNames } from "../mail-rule";

/** Somebody other than a deployment changes what identities may do. IAM's calls are recorded in us-east-1. */
export function identityPolicies({ deployRole }: MailRuleNames): MailRule {
  return {
    name: "identity-policies",
    title: "Permissions in account <account> are changed by hand",
    why: "Permissions come from the program, where they are reviewed; by hand is how an intruder stays.",
    advice: "Take the change back, and make it in the program if it was meant.",
    severity: "critical",
    pattern: apiCalls(
      "iam",
      [
        "AttachGroupPolicy",
        "AttachRolePolicy",
        "AttachUserPolicy",
        "CreatePolicy",
        "CreatePolicyVersion",
        "DeleteGroupPolicy",
        "DeletePolicy",
        "DeletePolicyVersion",
        "DeleteRolePermissionsBoundary",
        "DeleteRolePolicy",
        "DeleteUserPermissionsBoundary",
        "DeleteUserPolicy",
        "DetachGroupPolicy",
        "DetachRolePolicy",
        "DetachUserPolicy",
        "PutGroupPolicy",
        "PutRolePermissionsBoundary",
        "PutRolePolicy",
        "PutUserPermissionsBoundary",
        "PutUserPolicy",
        "SetDefaultPolicyVersion",
        "UpdateAssumeRolePolicy",
      ],
      notByDeployments(deployRole),
    ),
  };
}
