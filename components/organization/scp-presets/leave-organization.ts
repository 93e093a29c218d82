import type { GuardrailPreset } from "./preset";

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_leave-as-member.html */
export const leaveOrganization: GuardrailPreset = {
  name: "leave-organization",
  title: "No account leaves the organisation",
  why: "An account that leaves is out of reach of every other guardrail, of the trail and of the bill.",
  statements: () => [
    { Sid: "LeaveOrganization", Effect: "Deny", Action: "organizations:LeaveOrganization", Resource: "*" },
  ],
};
