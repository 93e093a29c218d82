import { API_CALL, type MailRule, type MailRuleNames } from "../mail-rule";

/**
 * Somebody takes the role that deploys, or tries to. CloudTrail calls this read-only, which rules get only on request.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export function deployments({ deployRole }: MailRuleNames): MailRule {
  return {
    name: "deployments",
    title: "Account <account> is being deployed to",
    why: "Whoever has this role changes everything that the program makes; each time should be a deployment you know of.",
    advice: "Find the workflow's run by the session's name. If there is none, revoke the role's sessions in IAM.",
    severity: "warning",
    pattern: {
      source: ["aws.sts"],
      "detail-type": [API_CALL],
      detail: {
        eventName: ["AssumeRole", "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"],
        requestParameters: { roleArn: [{ suffix: `:role/${deployRole}` }] },
      },
    },
    fields: {
      Session: "$.detail.requestParameters.roleSessionName",
      "By identity": "$.detail.userIdentity.arn",
      "By workflow": "$.detail.userIdentity.userName",
      From: "$.detail.sourceIPAddress",
      Error: "$.detail.errorCode",
      Event: "$.detail.eventID",
    },
    readOnlyCalls: true,
  };
}
