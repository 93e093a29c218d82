import type { DeployStatement } from "./policy-documents";

/**
 * What a deployment never does, whatever else it is allowed: change what bounds it, make credentials, switch off what watches,
 * leave. Put into the role's policies as denials, which nothing overrules.
 *
 * @param account ARN part of the account, `arn:<partition>:iam::<id>`
 * @param prefix start of the guardrails' names
 */
export function guardrailStatements(account: string, prefix: string): DeployStatement[] {
  return [
    {
      Sid: "DenyGuardrails",
      Effect: "Deny",
      Action: ["iam:*"],
      Resource: [
        `${account}:role/${prefix}*`,
        `${account}:policy/${prefix}*`,
        `${account}:oidc-provider/*`,
        `${account}:saml-provider/*`,
      ],
    },
    {
      Sid: "DenyCredentials",
      Effect: "Deny",
      Action: ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreateUser", "iam:UpdateLoginProfile"],
      Resource: "*",
    },
    {
      Sid: "DenyBlinding",
      Effect: "Deny",
      Action: [
        "access-analyzer:Delete*",
        "account:*",
        "cloudtrail:Delete*",
        "cloudtrail:Stop*",
        "cloudtrail:Update*",
        "config:Delete*",
        "config:Stop*",
        "guardduty:Delete*",
        "guardduty:Disassociate*",
        "oam:*",
        "organizations:*",
        "s3:PutAccountPublicAccessBlock",
        "securityhub:Disable*",
        "securityhub:Disassociate*",
      ],
      Resource: "*",
    },
  ];
}
