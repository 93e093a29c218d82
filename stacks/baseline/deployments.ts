import type * as pulumi from "@pulumi/pulumi";
import { GUARDRAIL_PREFIX } from "../../components/audit/activity/guardrail-roles";
import { WORKLOAD_BOUNDARY } from "../../components/baseline/boundary-document";
import { GitHubDeployment } from "../../components/delivery/github-deployment";
import { PipelineDeployment } from "../../components/delivery/pipeline-deployment";
import { environmentSteps, stepRoleName } from "../../components/delivery/pipeline-names";
import type { DeployStatement } from "../../components/delivery/policy-documents";
import { stateRoleName } from "../../components/delivery/state-store";
import { delegationRoleName } from "../../components/names/delegation-role-name";
import type { Monitoring } from "../../components/observability/monitoring";
import deployPolicy from "../../policies/deploy-policy.json";
import { partitionOf } from "../accounts";
import type { BaselineEnvironment } from "../config/organization-environment";
import type { OrganizationStructure } from "../config/organization-structure";

/** Name of the role for plans of pull requests. */
const PLAN_ROLE = `${GUARDRAIL_PREFIX}Plan`;
/** Name of the role for previews that reviewers of a deployment see. */
const REVIEW_ROLE = `${GUARDRAIL_PREFIX}Review`;
/** Names of the roles for the pipeline of another account, or of this one. */
export const PIPELINE_ROLES = {
  deploy: `${GUARDRAIL_PREFIX}Pipeline`,
  plan: `${GUARDRAIL_PREFIX}PipelinePlan`,
} as const;

/**
 * Lets the repository's workflows, and the pipeline, deploy to an account of workloads, where they are configured. Central
 * accounts are deployed to by people with the management account's role: a workflow that could, could do everything everywhere.
 *
 * @returns descriptions of what was made
 */
export function makeDeployments(
  environment: BaselineEnvironment,
  options: pulumi.ComponentResourceOptions,
): Monitoring[] {
  if (environment.account.role !== "workload") return [];
  return [...forWorkflows(environment, options), ...forPipeline(environment, options)];
}

function forWorkflows(
  { account, structure, deployments, authorizerRole }: BaselineEnvironment,
  options: pulumi.ComponentResourceOptions,
): Monitoring[] {
  const { githubRepository, roleName } = structure.deployment;
  if (!githubRepository) return [];
  const environments = deployments?.environments ?? [account.name];
  const reached = [
    reachState(structure.managementAccount.id, deployments?.stacks ?? [account.name]),
    ...reachRoles("ReachParentZone", delegationRoles(structure, account.name)),
    ...reachRoles("ReachAuthorizer", authorizerRoles(structure, authorizerRole)),
  ];
  const partition = partitionOf(account.region);
  const made = new GitHubDeployment(
    "github",
    {
      repository: githubRepository,
      environments,
      deployRoleName: roleName,
      planRoleName: PLAN_ROLE,
      review: {
        roleName: REVIEW_ROLE,
        environments: environments.map((environment) => `${environment}-review`),
        // What the providers of a preview enter as those of a deployment do.
        assumes: reached.flatMap(({ Resource }) =>
          [Resource].flat().map((role) => role.replace("${partition}", partition)),
        ),
      },
      guardrailPrefix: GUARDRAIL_PREFIX,
      rolesBoundary: WORKLOAD_BOUNDARY,
      statements: [...(deployPolicy.statements as DeployStatement[]), ...reached],
      region: account.region,
    },
    options,
  );
  return [made.monitoring];
}

function forPipeline(
  { account, structure, authorizerRole }: BaselineEnvironment,
  options: pulumi.ComponentResourceOptions,
): Monitoring[] {
  const { pipeline } = structure.deployment;
  const from = structure.accounts.find(({ name }) => name === pipeline?.account);
  if (!from || !pipeline?.targets.includes(account.name)) return [];
  const { deploy, verify, review } = environmentSteps(account.name);
  const partition = partitionOf(account.region);
  const ids = new Set(structure.accounts.map(({ id }) => id));
  const made = new PipelineDeployment(
    "pipeline",
    {
      pipelineAccount: from.id,
      deployer: stepRoleName(deploy, from.region),
      readers: [stepRoleName(review, from.region), stepRoleName(verify, from.region)],
      deployRoleName: PIPELINE_ROLES.deploy,
      planRoleName: PIPELINE_ROLES.plan,
      guardrailPrefix: GUARDRAIL_PREFIX,
      rolesBoundary: WORKLOAD_BOUNDARY,
      statements: deployPolicy.statements as DeployStatement[],
      region: account.region,
      // Whichever account the bootstrap has put the state into.
      assumes: [
        ...[...ids].map((id) => `arn:${partition}:iam::${id}:role/${stateRoleName(account.name)}`),
        ...[...delegationRoles(structure, account.name), ...authorizerRoles(structure, authorizerRole)].map(
          (role) => `arn:${partition}:iam::${role}`,
        ),
      ],
    },
    options,
  );
  return [made.monitoring];
}

/**
 * Lets deployments take the roles of their stacks' state, which `npm run bootstrap` makes in the management account unless it is told
 * another. Those roles name this account in turn.
 */
function reachState(account: string, stacks: string[]): DeployStatement {
  return {
    Sid: "ReachState",
    Effect: "Allow",
    Action: ["sts:AssumeRole"],
    Resource: stacks.map((stack) => `arn:\${partition}:iam::${account}:role/${stateRoleName(stack)}`),
  };
}

/** Roles by which the zones of an account are entered in those around them, each as `ACCOUNT:role/NAME`. */
function delegationRoles({ domains, accounts }: OrganizationStructure, account: string): string[] {
  return domains.flatMap(({ account: holder, environments }) => {
    const { id } = accounts.find(({ name }) => name === holder)!;
    return environments
      .filter((each) => each.account === account)
      .map(({ zoneName }) => `${id}:role/${delegationRoleName(zoneName)}`);
  });
}

/** The role by which APIs of the account are let in by their authorizer's function elsewhere, as `ACCOUNT:role/NAME`. */
function authorizerRoles(
  { accounts }: OrganizationStructure,
  authorizer: BaselineEnvironment["authorizerRole"],
): string[] {
  if (!authorizer) return [];
  const { id } = accounts.find(({ name }) => name === authorizer.account)!;
  return [`${id}:role/${authorizer.role}`];
}

/** @param roles as `ACCOUNT:role/NAME` */
function reachRoles(Sid: string, roles: string[]): DeployStatement[] {
  if (roles.length === 0) return [];
  const Resource = roles.map((role) => `arn:\${partition}:iam::${role}`);
  return [{ Sid, Effect: "Allow", Action: ["sts:AssumeRole"], Resource }];
}
