import type { GuardrailPreset } from "./preset";

/**
 * Sessions that the management account opens by `sts:AssumeRoot`, for one privileged task each, still work: without them
 * nobody could repair a bucket policy that locks everybody out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
 */
export const rootUser: GuardrailPreset = {
  name: "root-user",
  title: "The root user of an account does nothing",
  why: "No policy of the account limits its root user, and everybody who knows the mailbox can reset the password.",
  statements: () => [
    {
      Sid: "RootUser",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: {
        ArnLike: { "aws:PrincipalArn": "arn:*:iam::*:root" },
        BoolIfExists: { "aws:AssumedRoot": "false" },
      },
    },
  ],
};
