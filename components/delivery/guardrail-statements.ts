import type { DeployStatement } from "./policy-documents";

/**
 * What a deployment never does, whatever else it is allowed: change what bounds it, make credentials, switch off what watches,
 * leave. Put into the role's policies as denials, which nothing overrules.
 *
 * @param account ARN part of the account, `arn:<partition>:iam::<id>`
 * @param prefix start of the guardrails' names
 * @param rolesBoundary name of the managed policy without which no role is made. Default none
 */
export function guardrailStatements(account: string, prefix: string, rolesBoundary?: string): DeployStatement[] {
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
    ...(rolesBoundary === undefined ? [] : boundaryDenials(`${account}:policy/${rolesBoundary}`)),
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

/**
 * Whoever makes roles without a boundary, or takes one away, can make one that may do everything. A boundary that is not named in a
 * request counts as another one.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
function boundaryDenials(boundary: string): DeployStatement[] {
  return [
    {
      Sid: "DenyUnboundedRoles",
      Effect: "Deny",
      Action: ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
      Resource: "*",
      Condition: { StringNotEquals: { "iam:PermissionsBoundary": boundary } },
    },
    { Sid: "DenyUnbounding", Effect: "Deny", Action: ["iam:DeleteRolePermissionsBoundary"], Resource: "*" },
  ];
}
