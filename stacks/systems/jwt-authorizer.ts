import type { AcceptedPool } from "../../components/access/lambda-authorizer";
import type { JwtAuthorizerArgs } from "../../components/api/authorizers";
import type { SystemContext } from "./system";

/**
 * What every API of the platform gives its token authorizer, or the one of another account that the configuration names.
 *
 * @param context of the system that the API belongs to
 * @param pools whose tokens are accepted
 * @param executions that the authorizer keeps for itself: without it nobody gets in
 */
export function jwtAuthorizer(context: SystemContext, pools: AcceptedPool[], executions: number): JwtAuthorizerArgs {
  if (context.authorizer) return { authorizer: context.authorizer };
  return {
    pools,
    logRetentionDays: context.environment.logRetentionDays,
    reservedConcurrency: context.reservedConcurrency(executions),
    deadLetterQueue: context.undeliverable,
  };
}
