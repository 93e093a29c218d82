import { forms, res, statement, U, type Cases } from "../support/cases";

const type = "aws:iam/rolePolicy:RolePolicy";
const table = "arn:aws:dynamodb:eu-west-1:111122223333:table/t";
const role = "aws:iam/role:Role";
const p = (parts: Record<string, unknown>) => ({ policy: statement(parts) });
const inline = (parts: Record<string, unknown>, name = "bad") =>
  res(role, name, { inlinePolicies: [{ name: "i", policy: JSON.stringify(statement(parts)) }] });
const identityTypes = ["policy:Policy", "userPolicy:UserPolicy", "groupPolicy:GroupPolicy", "rolePolicy:RolePolicy"];
const everyType = (parts: Record<string, unknown>) => ({
  ...Object.fromEntries(identityTypes.map((each) => [`in ${each}`, res(`aws:iam/${each}`, "bad", p(parts))])),
  "inline in a role": inline(parts),
  "in a permission set": res("aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy", "bad", {
    inlinePolicy: JSON.stringify(statement(parts)),
  }),
});
const harmless = {
  ...forms("named actions on named resources", { Action: ["dynamodb:GetItem"], Resource: table }),
  ...forms("a refusal", { Effect: "Deny", Action: "*", Resource: "*" }),
  unknown: { policy: U },
  "unknown parts": p({ Action: U, Resource: U }),
  "an unknown effect": p({ Effect: U, Action: "*", Resource: "*" }),
};
const trust = (parts: Record<string, unknown>) => ({
  assumeRolePolicy: statement({ Action: "sts:AssumeRole", ...parts }),
});
const gitHub = "token.actions.githubusercontent.com";
const gitHubTrust = (
  conditions: unknown,
  federated: unknown = `arn:aws:iam::111122223333:oidc-provider/${gitHub}`,
) => ({
  assumeRolePolicy: statement({
    Action: "sts:AssumeRoleWithWebIdentity",
    Principal: { Federated: federated },
    Condition: conditions,
  }),
});
const aud = { [`${gitHub}:aud`]: "sts.amazonaws.com" };
const sub = (value: unknown) => ({ StringEquals: aud, StringLike: { [`${gitHub}:sub`]: value } });
const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
const password = {
  minimumPasswordLength: 14,
  passwordReusePrevention: 24,
  requireLowercaseCharacters: true,
  requireUppercaseCharacters: true,
  requireNumbers: true,
  requireSymbols: true,
};

export const iam: Cases = {
  "iam-admin-star": {
    type,
    bad: {
      ...forms("all of everything", { Action: "*", Resource: "*" }),
      ...everyType({ Action: "*", Resource: "*" }),
      "in lists": p({ Action: ["s3:GetObject", "*"], Resource: [table, "*"] }),
      "the long way": p({ Action: "*:*", Resource: "arn:aws:*:*:*:*" }),
      "with a condition": p({
        Action: "*",
        Resource: "*",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      }),
      "in other case": { policy: { statement: { effect: "allow", action: "*", resource: "*" } } },
      "beside an unknown action": p({ Action: [U, "*"], Resource: "*" }),
    },
    good: {
      ...harmless,
      "on one table": p({ Action: "*", Resource: table }),
      "one service": p({ Action: "s3:*", Resource: "*" }),
    },
  },
  "iam-star-action": {
    type,
    bad: {
      ...forms("all", { Action: "*", Resource: table }),
      ...everyType({ Action: ["*"], Resource: table }),
      "all of all": p({ Action: "*:*", Resource: table }),
      "on an unknown resource": p({ Action: "*", Resource: U }),
    },
    good: { ...harmless, "one service": p({ Action: "s3:*", Resource: "*" }) },
  },
  "iam-service-wildcard": {
    type,
    bad: {
      ...forms("a service", { Action: "s3:*", Resource: table }),
      ...everyType({ Action: ["sqs:SendMessage", "dynamodb:*"], Resource: table }),
      "in upper case": p({ Action: "S3:*", Resource: U }),
      "with two stars": p({ Action: "s3:**", Resource: table }),
    },
    good: { ...harmless, "some of a service": p({ Action: ["s3:Get*", "s3:*Tagging"], Resource: table }) },
  },
  "iam-notaction-allow": {
    type,
    bad: {
      ...forms("all but", { NotAction: "iam:*", Resource: "*" }),
      ...everyType({ NotAction: ["iam:*"], Resource: table }),
      "an unknown one": p({ NotAction: U, Resource: "*" }),
    },
    good: { ...harmless, ...forms("a refusal of all but", { Effect: "Deny", NotAction: "iam:*", Resource: "*" }) },
  },
  "iam-notresource-allow": {
    type,
    bad: {
      ...forms("all but", { Action: "s3:GetObject", NotResource: table }),
      ...everyType({ Action: "s3:GetObject", NotResource: [table] }),
      "an unknown one": p({ Action: "s3:GetObject", NotResource: U }),
    },
    good: { ...harmless, ...forms("a refusal of all but", { Effect: "Deny", Action: "s3:*", NotResource: table }) },
  },
  "iam-resource-star": {
    type,
    bad: {
      ...forms("an action that takes resources", { Action: "dynamodb:GetItem", Resource: "*" }),
      ...everyType({ Action: ["cloudwatch:PutMetricData", "s3:GetObject"], Resource: ["*"] }),
      "a wildcard": p({ Action: "s3:Get*", Resource: "*" }),
      "in upper case": p({ Action: "SQS:SENDMESSAGE", Resource: "*" }),
      "all but": p({ NotAction: "iam:*", Resource: "*" }),
      "beside an unknown resource": p({ Action: "dynamodb:GetItem", Resource: [U, "*"] }),
      "every service": p({ Action: "*", Resource: "*" }),
      "with a condition on the connection": p({
        Action: "dynamodb:GetItem",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      }),
    },
    good: {
      ...harmless,
      ...forms("actions that take none", {
        Action: ["xray:PutTraceSegments", "cloudwatch:PutMetricData", "ec2:DescribeInstances", "s3:ListAllMyBuckets"],
        Resource: "*",
      }),
      "a wildcard of such": p({ Action: "ec2:Describe*", Resource: "*" }),
      "an unknown resource": p({ Action: "dynamodb:GetItem", Resource: U }),
      "an unknown action": p({ Action: U, Resource: "*" }),
      "bound by a tag": p({
        Action: "ec2:StopInstances",
        Resource: "*",
        Condition: { StringEquals: { "aws:ResourceTag/system": "students" } },
      }),
    },
  },
  "iam-passrole-star": {
    type,
    bad: {
      ...forms("any role", { Action: "iam:PassRole", Resource: "*" }),
      ...everyType({ Action: ["iam:PassRole"], Resource: ["*"] }),
      "through a wildcard": p({ Action: "iam:*", Resource: "*" }),
      "through a longer wildcard": p({ Action: "iam:Pass*", Resource: "*" }),
      "through everything": p({ Action: "*", Resource: "*" }),
      "in lower case": p({ Action: "IAM:passrole", Resource: "*" }),
      "every role": p({ Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/*" }),
      "to one service": p({
        Action: "iam:PassRole",
        Resource: "*",
        Condition: { StringEquals: { "iam:PassedToService": "ecs.amazonaws.com" } },
      }),
      "through all but": p({ NotAction: "s3:*", Resource: "*" }),
    },
    good: {
      ...harmless,
      "one role": p({ Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/task" }),
      "roles of a path": p({ Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/tasks/*" }),
      "an unknown role": p({ Action: "iam:PassRole", Resource: U }),
      "other actions": p({ Action: ["iam:GetRole", "iam:List*"], Resource: "*" }),
      "all but iam": p({ NotAction: "iam:*", Resource: "*" }),
    },
  },
  "iam-privilege-escalation": {
    type,
    bad: {
      ...forms("a new version of a policy", { Action: "iam:CreatePolicyVersion", Resource: "*" }),
      ...everyType({ Action: ["iam:AttachRolePolicy"], Resource: "*" }),
      "through a wildcard": p({ Action: "iam:Put*", Resource: "*" }),
      "in other case": p({ Action: "IAM:putrolepolicy", Resource: "*" }),
      "passing a role to a new function": p({
        Action: ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"],
        Resource: "*",
      }),
      "in two statements": {
        policy: {
          Statement: [
            { Effect: "Allow", Action: "iam:PassRole", Resource: "*" },
            { Effect: "Allow", Action: "ec2:RunInstances", Resource: "*" },
          ],
        },
      },
    },
    good: {
      ...harmless,
      "on one role": p({ Action: "iam:PutRolePolicy", Resource: "arn:aws:iam::111122223333:role/r" }),
      "half of a pair": p({ Action: "ec2:RunInstances", Resource: "*" }),
      "a pair with one named role": {
        policy: {
          Statement: [
            { Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/r" },
            { Effect: "Allow", Action: "ec2:RunInstances", Resource: "*" },
          ],
        },
      },
      "reading only": p({ Action: ["iam:Get*", "iam:List*"], Resource: "*" }),
    },
  },
  "iam-kms-decrypt-star": {
    type,
    bad: {
      ...forms("every key", { Action: "kms:Decrypt", Resource: "*" }),
      ...everyType({ Action: ["kms:ReEncryptFrom"], Resource: ["*"] }),
      "through a wildcard": p({ Action: "kms:*", Resource: "*" }),
      "through a longer wildcard": p({ Action: "kms:ReEncrypt*", Resource: "*" }),
      "in upper case": p({ Action: "KMS:DECRYPT", Resource: "*" }),
      "every key of the account": p({ Action: "kms:Decrypt", Resource: "arn:aws:kms:*:111122223333:key/*" }),
      "through everything": p({ Action: "*", Resource: "*" }),
    },
    good: {
      ...harmless,
      "one key": p({ Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:111122223333:key/1" }),
      "an unknown key": p({ Action: "kms:Decrypt", Resource: U }),
      "encryption only": p({ Action: ["kms:Encrypt", "kms:GenerateDataKey"], Resource: "*" }),
      "keys with an alias": p({
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/students" } },
      }),
    },
  },
  "iam-user-policies": {
    type: "aws:iam/policyAttachment:PolicyAttachment",
    bad: {
      inline: res("aws:iam/userPolicy:UserPolicy", "bad", { user: U, policy: U }),
      attached: res("aws:iam/userPolicyAttachment:UserPolicyAttachment", "bad", { user: "u", policyArn: U }),
      "among users": { users: ["u"], roles: ["r"], policyArn: U },
      "an unknown user": { users: [U] },
      exclusive: res("aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", "bad", {
        policyArns: ["a"],
      }),
    },
    good: {
      "a role": { roles: ["r"], policyArn: U },
      "no users": { users: [], groups: ["g"] },
      "unknown users": { users: U },
      "attached to a role": res(attachment, "a", { role: "r" }),
      "attached to a group": res("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "a", { group: "g" }),
    },
  },
  "iam-trust-public": {
    type: role,
    bad: {
      ...forms("everybody", { Action: "sts:AssumeRole", Principal: "*" }, "assumeRolePolicy"),
      ...forms("every account", { Action: "sts:AssumeRole", Principal: { AWS: "*" } }, "assumeRolePolicy"),
      "in a list": trust({ Principal: { AWS: ["arn:aws:iam::111122223333:root", "*"] } }),
      "every identity provider": trust({ Principal: { Federated: "*" } }),
      "every service": trust({ Principal: { Service: "*" } }),
      "beside an unknown one": trust({ Principal: { AWS: [U, "*"] } }),
      "everybody but one": trust({ NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } }),
    },
    good: {
      ...forms(
        "a service",
        { Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
        "assumeRolePolicy",
      ),
      "an account": trust({ Principal: { AWS: "arn:aws:iam::111122223333:root" } }),
      "a number": trust({ Principal: { AWS: "111122223333" } }),
      "a refusal": trust({ Effect: "Deny", Principal: "*" }),
      unknown: { assumeRolePolicy: U },
      "an unknown principal": trust({ Principal: { AWS: U } }),
    },
  },
  "iam-github-oidc-sub": {
    type: role,
    bad: {
      "no condition": gitHubTrust(undefined),
      "the audience only": gitHubTrust({ StringEquals: aud }),
      "the audience only, an unknown provider": gitHubTrust({ StringEquals: aud }, U),
      "every repository": gitHubTrust(sub("repo:*")),
      "every repository of an owner": gitHubTrust(sub("repo:owner/*")),
      "every owner": gitHubTrust(sub("*")),
      "one of two": gitHubTrust(sub(["repo:owner/name:*", "repo:other/*"])),
      "another than": gitHubTrust({ StringNotLike: { [`${gitHub}:sub`]: "repo:owner/name:*" } }),
      "if it exists": gitHubTrust({ StringLikeIfExists: { [`${gitHub}:sub`]: "repo:owner/name:*" } }),
      "as text": { assumeRolePolicy: JSON.stringify(gitHubTrust({ StringEquals: aud }).assumeRolePolicy) },
    },
    good: {
      "a repository": gitHubTrust(sub("repo:owner/name:*")),
      "a branch": gitHubTrust({ StringEquals: { ...aud, [`${gitHub}:sub`]: "repo:owner/name:ref:refs/heads/main" } }),
      "two environments": gitHubTrust(sub(["repo:owner/name:environment:test", "repo:owner/name:environment:prod"])),
      "any of": gitHubTrust({ "ForAnyValue:StringLike": { [`${gitHub}:SUB`]: "repo:owner/name:*" } }),
      "an unknown repository": gitHubTrust(sub(U)),
      "unknown conditions": gitHubTrust(U),
      "an unknown provider": gitHubTrust({ StringEquals: { "example.com:aud": "a" } }, U),
      "another provider": gitHubTrust(
        { StringEquals: { "example.com:aud": "a" } },
        "arn:aws:iam::111122223333:oidc-provider/example.com",
      ),
      "a service": trust({ Principal: { Service: "lambda.amazonaws.com" } }),
      unknown: { assumeRolePolicy: U },
    },
  },
  "iam-managed-admin": {
    type: attachment,
    bad: {
      attached: { policyArn: admin, role: U },
      "in another partition": { policyArn: "arn:aws-us-gov:iam::aws:policy/AdministratorAccess" },
      "to a user": res("aws:iam/userPolicyAttachment:UserPolicyAttachment", "bad", { policyArn: admin }),
      "to a group": res("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "bad", { policyArn: admin }),
      "to several": res("aws:iam/policyAttachment:PolicyAttachment", "bad", { policyArn: admin }),
      "in a role": res(role, "bad", { managedPolicyArns: [U, admin] }),
      "to a permission set": res("aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment", "bad", {
        managedPolicyArn: admin,
      }),
      exclusive: res("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "bad", {
        policyArns: [admin],
      }),
    },
    good: {
      "another policy": { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      "a policy of that name": { policyArn: "arn:aws:iam::111122223333:policy/AdministratorAccess" },
      "a policy of a service": { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess-Amplify" },
      unknown: { policyArn: U },
      "in a role": res(role, "r", { managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }),
      "to a permission set": res("aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment", "a", {
        managedPolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      }),
    },
  },
  "iam-password-policy": {
    type: "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
    bad: {
      "left out": {},
      "too short": { ...password, minimumPasswordLength: 13 },
      "too short as text": { ...password, minimumPasswordLength: "8" },
      "too few remembered": { ...password, passwordReusePrevention: 3 },
      "no symbols": { ...password, requireSymbols: false },
      "too short, others unknown": { ...password, minimumPasswordLength: 8, requireSymbols: U },
    },
    good: {
      strong: password,
      "as text": { ...password, minimumPasswordLength: "16" },
      unknown: { ...password, minimumPasswordLength: U },
    },
  },
};
