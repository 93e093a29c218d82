import { exceptGuardrailRoles, roleArn, type GuardrailPreset } from "./preset";

export const guardrailRoles: GuardrailPreset = {
  name: "guardrail-roles",
  title: "Nobody changes the roles that the other guardrails except",
  why: "Whoever may change a role that is excepted is excepted, too.",
  statements: (settings) => [
    {
      Sid: "GuardrailRoles",
      Effect: "Deny",
      Action: [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      Resource: settings.guardrailRoles.map(roleArn),
      Condition: exceptGuardrailRoles(settings),
    },
  ],
};
