import type { AcceptedPool, LambdaAuthorizerArgs } from "../../components/access/lambda-authorizer";
import type { SystemContext } from "./system";

/**
 * What every API of the platform gives its token authorizer.
 *
 * @param context of the system that the API belongs to
 * @param pools whose tokens are accepted
 * @param executions that the authorizer keeps for itself: without it nobody gets in
 */
export function jwtAuthorizer(
  context: SystemContext,
  pools: AcceptedPool[],
  executions: number,
): Omit<LambdaAuthorizerArgs, "routes" | "key"> {
  return {
    pools,
    logRetentionDays: context.environment.logRetentionDays,
    reservedConcurrency: context.reservedConcurrency(executions),
    deadLetterQueue: context.undeliverable,
  };
}
