import type * as pulumi from "@pulumi/pulumi";
import { GUARDRAIL_PREFIX } from "../../components/audit/activity/guardrail-roles";
import { GitHubDeployment } from "../../components/delivery/github-deployment";
import type { DeployStatement } from "../../components/delivery/policy-documents";
import type { Monitoring } from "../../components/observability/monitoring";
import deployPolicy from "../../policies/deploy-policy.json";
import type { BaselineEnvironment } from "../config/organization-environment";

/** Name of the role for plans of pull requests. */
const PLAN_ROLE = `${GUARDRAIL_PREFIX}Plan`;

/**
 * Lets the repository deploy to an account of workloads, where one is configured. Central accounts are deployed to by people
 * with the management account's role: a workflow that could, could do everything everywhere.
 *
 * @returns descriptions of what was made
 */
export function makeDeployments(
  environment: BaselineEnvironment,
  options: pulumi.ComponentResourceOptions,
): Monitoring[] {
  const { account, structure, deployments } = environment;
  const { githubRepository, roleName } = structure.deployment;
  if (!githubRepository || account.role !== "workload") return [];
  const made = new GitHubDeployment(
    "github",
    {
      repository: githubRepository,
      environments: deployments?.environments ?? [account.name],
      deployRoleName: roleName,
      planRoleName: PLAN_ROLE,
      guardrailPrefix: GUARDRAIL_PREFIX,
      statements: deployPolicy.statements as DeployStatement[],
      region: account.region,
    },
    options,
  );
  return [made.monitoring];
}
