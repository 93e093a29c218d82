import { apiCalls } from "../api-calls";
import type { MailRule } from "../mail-rule";

/** Every role and policy of the guardrails has a name that starts so. */
export const GUARDRAIL_PREFIX = "Platform";

/**
 * A role or policy of the guardrails is changed, by whomever: deployments may not, since their boundary forbids it, so that
 * a try that was refused is in the mail too.
 */
export function guardrailRoles(): MailRule {
  return {
    name: "guardrail-roles",
    title: "A guardrail of account <account> is changed",
    why: "These roles deploy, forward security events and bound what deployments may do: they change with the baseline only.",
    advice: "Unless a baseline is being deployed: deploy it again, and look at who called and with which role.",
    severity: "critical",
    pattern: apiCalls(
      "iam",
      [
        { prefix: "Attach" },
        { prefix: "Delete" },
        { prefix: "Detach" },
        { prefix: "Put" },
        { prefix: "Update" },
        "CreatePolicyVersion",
        "SetDefaultPolicyVersion",
      ],
      {
        requestParameters: {
          $or: [
            { roleName: [{ prefix: GUARDRAIL_PREFIX }] },
            { policyArn: [{ wildcard: `arn:*:policy/${GUARDRAIL_PREFIX}*` }] },
          ],
        },
      },
    ),
    fields: {
      Role: "$.detail.requestParameters.roleName",
      Policy: "$.detail.requestParameters.policyArn",
      Who: "$.detail.userIdentity.arn",
      From: "$.detail.sourceIPAddress",
      Call: "$.detail.eventName",
      Error: "$.detail.errorCode",
      Event: "$.detail.eventID",
    },
  };
}
