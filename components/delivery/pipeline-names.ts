import { roleName } from "../compute/function-role";

/** Name of the pipeline that the platform's stacks make. */
export const PIPELINE = "delivery";

/** Names of the steps that concern one environment. The accounts' trust is in the roles of these. */
export function environmentSteps(environment: string): { deploy: string; verify: string; review: string } {
  return { deploy: `deploy-${environment}`, verify: `verify-${environment}`, review: `review-${environment}` };
}

/**
 * Name of a step's role. It is made of names that are known before anything is deployed, so that another account's trust can
 * name it.
 *
 * @param step for example `deploy-prod`
 * @param region where the pipeline is
 */
export function stepRoleName(step: string, region: string): string {
  return roleName(`${PIPELINE}-${step}`, region);
}
