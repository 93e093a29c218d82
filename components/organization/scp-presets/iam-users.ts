import { exceptGuardrailRoles, type GuardrailPreset } from "./preset";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp */
export const iamUsers: GuardrailPreset = {
  name: "iam-users",
  title: "Nobody makes IAM users, their passwords or access keys",
  why: "Keys that do not expire are what leaks; people sign in through IAM Identity Center, machines assume roles.",
  statements: (settings) => [
    {
      Sid: "IamUsers",
      Effect: "Deny",
      Action: [
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:CreateServiceSpecificCredential",
        "iam:CreateUser",
        "iam:UpdateLoginProfile",
        "iam:UploadSSHPublicKey",
        "iam:UploadSigningCertificate",
      ],
      Resource: "*",
      Condition: exceptGuardrailRoles(settings),
    },
  ],
};
