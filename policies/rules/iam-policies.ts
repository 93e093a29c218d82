import { takesResources } from "../core/iam-actions";
import {
  allowsAction,
  allowStatements,
  identityPolicyTypes,
  isBoundToResources,
  reachesEvery,
  reachesEverything,
} from "../core/identity-policy";
import type { Statement } from "../core/policy-document";
import type { Resource } from "../core/resource";
import { resourceRule, type Finding } from "../core/rule";
import { isStar } from "../core/wildcard";

const types = identityPolicyTypes;
const url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html";

/** One finding for each statement of the resource's policies that allows what it should not. */
function eachStatement(resource: Resource, wrong: (statement: Statement) => Finding): Finding[] {
  return allowStatements(resource).map((statement) => {
    const finding = wrong(statement);
    return finding && `statement ${statement.position} ${finding}`;
  });
}

/** `*`, and `*:*`, which means the same. */
function isEveryAction(action: unknown): boolean {
  return isStar(action) || (typeof action === "string" && /^\*+:\*+$/.test(action.trim()));
}

export const adminStar = resourceRule({
  name: "iam-admin-star",
  title: "No identity policy allows Action * on Resource *",
  why: "Whoever holds such a policy owns the account; one leaked credential is then a lost account.",
  severity: "critical",
  ids: [
    "FSBP IAM.1",
    "CIS 1.16",
    "CKV_AWS_62",
    "cdk-nag IAMPolicyNoStatementsWithAdminAccess",
    "guard IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS",
  ],
  fix: "Name the actions and resources that are needed.",
  url,
  types,
  check: (policy) =>
    eachStatement(
      policy,
      (statement) =>
        statement.actions.some(isEveryAction) &&
        reachesEverything(statement) &&
        "allows every action on every resource",
    ),
});

export const starAction = resourceRule({
  name: "iam-star-action",
  title: "No identity policy allows Action *",
  why: "Every action includes those that hand out permissions, delete logs and schedule keys for deletion.",
  severity: "high",
  ids: ["CKV_AWS_63", "cdk-nag LambdaStarPermissions", "AwsSolutions-IAM5[Action::*]"],
  fix: "Name the actions that are needed.",
  url,
  types,
  check: (policy) =>
    eachStatement(policy, (statement) => statement.actions.some(isEveryAction) && "allows every action"),
});

export const serviceWildcard = resourceRule({
  name: "iam-service-wildcard",
  title: "No customer identity policy allows all actions of a service",
  why: "service:* grows with the service: it includes administration today and whatever AWS adds tomorrow.",
  severity: "medium",
  ids: [
    "FSBP IAM.21",
    "cdk-nag IAMPolicyNoStatementsWithFullAccess",
    "AwsSolutions-IAM5",
    "cdk-nag LambdaStarPermissions",
    "guard IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS",
  ],
  fix: "Name the actions that are needed, or a narrower wildcard such as s3:Get*.",
  url,
  types,
  check: (policy) =>
    eachStatement(
      policy,
      (statement) =>
        statement.actions.some(
          (action) => isEveryAction(action) || (typeof action === "string" && /^[^:]+:\*+$/.test(action)),
        ) && "allows all actions of a service",
    ),
});

export const notActionAllow = resourceRule({
  name: "iam-notaction-allow",
  title: "No identity policy pairs Effect Allow with NotAction",
  why: "Allowing all but a few actions allows every action that AWS adds later.",
  severity: "high",
  ids: ["guard IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_ACTION", "FSBP IAM.21"],
  fix: "List the allowed actions in Action, or use NotAction with Effect Deny.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
  types,
  check: (policy) =>
    eachStatement(policy, (statement) => statement.notActions.length > 0 && "allows everything except its NotAction"),
});

export const notResourceAllow = resourceRule({
  name: "iam-notresource-allow",
  title: "No identity policy pairs Effect Allow with NotResource",
  why: "Allowing all but a few resources includes every resource made later.",
  severity: "high",
  ids: ["guard IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_RESOURCE"],
  fix: "List the resources in Resource, or use NotResource with Effect Deny.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html",
  types,
  check: (policy) =>
    eachStatement(
      policy,
      (statement) => statement.notResources.length > 0 && "allows every resource except its NotResource",
    ),
});

export const resourceStar = resourceRule({
  name: "iam-resource-star",
  title: "No identity policy allows Resource * for actions that support resource-level permissions",
  why: "An action on every resource reaches the data of every other system in the account.",
  severity: "medium",
  ids: [
    "CKV_AWS_355",
    "CKV_AWS_290",
    "AwsSolutions-IAM5[Resource::*]",
    "cdk-nag LambdaStarPermissions",
    "guard IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE",
  ],
  fix: "Give the ARNs, or bind the statement by a condition on the resource's tags. Actions that take no resource may stay on *.",
  url: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  types,
  check: (policy) =>
    eachStatement(policy, (statement) => {
      if (!reachesEverything(statement) || isBoundToResources(statement)) return undefined;
      if (statement.notActions.length) return "allows actions on every resource that could name theirs";
      const action = statement.actions.find((each) => typeof each === "string" && takesResources(each));
      return action && "allows actions on every resource that could name theirs";
    }),
});

export const passRoleStar = resourceRule({
  name: "iam-passrole-star",
  title: "iam:PassRole is not allowed on every role, directly or through a wildcard",
  why: "Who may pass any role to a service acts with the strongest role of the account.",
  severity: "high",
  ids: [
    "guard IAM_POLICY_NO_WILDCARD_RESOURCE_ON_PASSROLE",
    "guard IAM_ROLE_NO_WILDCARD_RESOURCE_ON_PASSROLE",
    "AWS-0342",
    "CKV_AWS_286",
  ],
  fix: "Name the roles that may be passed, with iam:PassedToService as a condition.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  types,
  check: (policy) =>
    eachStatement(
      policy,
      (statement) =>
        allowsAction(statement, "iam:PassRole") && reachesEvery(statement, "iam", "role") && "allows passing any role",
    ),
});

/**
 * Actions, or sets of actions, with which an identity can give itself more permissions.
 * https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation
 */
const escalations: string[][] = [
  ["iam:CreatePolicyVersion"],
  ["iam:SetDefaultPolicyVersion"],
  ["iam:CreateAccessKey"],
  ["iam:CreateLoginProfile"],
  ["iam:UpdateLoginProfile"],
  ["iam:AttachUserPolicy"],
  ["iam:AttachGroupPolicy"],
  ["iam:AttachRolePolicy"],
  ["iam:PutUserPolicy"],
  ["iam:PutGroupPolicy"],
  ["iam:PutRolePolicy"],
  ["iam:AddUserToGroup"],
  ["iam:UpdateAssumeRolePolicy"],
  ["iam:DeleteRolePermissionsBoundary"],
  ["iam:DeleteUserPermissionsBoundary"],
  ["iam:PutRolePermissionsBoundary"],
  ["iam:PutUserPermissionsBoundary"],
  ["lambda:UpdateFunctionCode"],
  ["glue:UpdateDevEndpoint"],
  ["iam:PassRole", "ec2:RunInstances"],
  ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"],
  ["iam:PassRole", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"],
  ["iam:PassRole", "lambda:CreateFunction", "lambda:AddPermission"],
  ["iam:PassRole", "glue:CreateDevEndpoint"],
  ["iam:PassRole", "glue:CreateJob"],
  ["iam:PassRole", "cloudformation:CreateStack"],
  ["iam:PassRole", "datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"],
  ["iam:PassRole", "sagemaker:CreateNotebookInstance"],
  ["iam:PassRole", "codebuild:CreateProject"],
  ["iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:RunTask"],
];

export const privilegeEscalation = resourceRule({
  name: "iam-privilege-escalation",
  title: "No identity policy grants a known privilege-escalation action on Resource *",
  why: "With one of these actions on everything, an identity gives itself whatever else it wants.",
  severity: "high",
  ids: ["CKV_AWS_286"],
  fix: "Limit the action to named resources, and require a permissions boundary where roles are made.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  types,
  check: (policy) => {
    const wide = allowStatements(policy).filter(reachesEverything);
    const found = escalations.find((actions) =>
      actions.every((action) => wide.some((statement) => allowsAction(statement, action))),
    );
    return found && `on every resource it allows ${found.join(" with ")}, with which permissions can be extended`;
  },
});

export const kmsDecryptStar = resourceRule({
  name: "iam-kms-decrypt-star",
  title: "No identity policy allows kms:Decrypt or kms:ReEncryptFrom on all keys",
  why: "Decrypting with every key reads everything that the account has encrypted.",
  severity: "medium",
  ids: ["FSBP KMS.1", "FSBP KMS.2"],
  fix: "Name the keys by ARN, or bind the statement by kms:ResourceAliases or the key's tags.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html",
  types,
  check: (policy) =>
    eachStatement(
      policy,
      (statement) =>
        ["kms:Decrypt", "kms:ReEncryptFrom"].some((action) => allowsAction(statement, action)) &&
        reachesEvery(statement, "kms", "key") &&
        !isBoundToResources(statement) &&
        "allows decryption with every key",
    ),
});
