import { apiCalls } from "../api-calls";
import type { MailRule } from "../mail-rule";

/** Accounts, units, policies or administrators of the organisation change. Recorded in us-east-1 of the management account. */
export function organizationChanges(): MailRule {
  return {
    name: "organization-changes",
    title: "The organisation is changed from account <account>",
    why: "An account that leaves, or a policy that is detached, is outside every guardrail from then on.",
    advice: "Compare with the last deployment of the management stack; deploy it again where they differ.",
    severity: "critical",
    pattern: apiCalls("organizations", [
      "AttachPolicy",
      "CloseAccount",
      "DeleteOrganization",
      "DeletePolicy",
      "DeregisterDelegatedAdministrator",
      "DetachPolicy",
      "DisableAWSServiceAccess",
      "DisablePolicyType",
      "InviteAccountToOrganization",
      "LeaveOrganization",
      "MoveAccount",
      "RegisterDelegatedAdministrator",
      "RemoveAccountFromOrganization",
      "UpdatePolicy",
    ]),
  };
}
