import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { deployDocuments } from "./deploy-documents";
import type { DeployStatement } from "./policy-documents";

/** A role that deploys, and what it is given. */
export interface DeployPoliciesArgs {
  /** Type of the component that has the role, for messages. */
  component: string;
  /** Its name. */
  componentName: string;
  role: aws.iam.Role;
  /** The role's name, which starts the policies' names. */
  roleName: string;
  /** Start of the names of roles and policies that a deployment must not touch. */
  guardrailPrefix: string;
  /** Name of the managed policy without which a deployment makes no role. Default none. */
  rolesBoundary?: string;
  /** What it may do, with `${partition}`, `${account}` and `${region}` for the account's own. */
  statements: DeployStatement[];
  /** Region for `${region}`. */
  region: string;
  account: Account;
  opts: pulumi.CustomResourceOptions;
}

/**
 * Gives a role what a deployment may do, after the denials that nothing overrules, in as many managed policies as that takes.
 *
 * @throws InputError for statements that do not fit
 */
export function attachDeployPolicies(args: DeployPoliciesArgs): void {
  const { component, componentName, role, roleName, region, opts } = args;
  const { id, partition } = args.account;
  const { statements, guardrailPrefix, rolesBoundary } = args;
  const documents = deployDocuments({
    component,
    statements,
    guardrailPrefix,
    rolesBoundary,
    region,
    name: componentName,
  });
  for (const [index, document] of documents.entries()) {
    const policy = new aws.iam.Policy(
      `${componentName}-deploy-${index + 1}`,
      {
        name: `${roleName}-${index + 1}`,
        description: "Part of what deployments may do, from the published policy.",
        policy: pulumi.all([partition, id]).apply(([aws_, account]) => document(aws_, account)),
      },
      opts,
    );
    new aws.iam.RolePolicyAttachment(
      `${componentName}-deploy-${index + 1}-attachment`,
      { role: role.name, policyArn: policy.arn },
      opts,
    );
  }
}

/**
 * Gives a role AWS's own lists of what shows configuration and no content: a plan must not read data.
 *
 * @param name start of the resources' names
 */
export function attachReadingPolicies(
  name: string,
  role: aws.iam.Role,
  { partition }: Account,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const [suffix, policy] of [
    ["security-audit", "SecurityAudit"],
    ["view-only", "job-function/ViewOnlyAccess"],
  ] as const)
    new aws.iam.RolePolicyAttachment(
      `${name}-${suffix}`,
      { role: role.name, policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}` },
      opts,
    );
}
