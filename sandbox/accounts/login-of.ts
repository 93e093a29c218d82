import type { SandboxOutputs } from "../deploy/sandbox-outputs";
import { UsageError } from "../../tools/command/verb";

/** A user pool that tokens can be got from. */
export interface Login {
  accountId: string;
  region: string;
  poolId: string;
  clientId: string;
}

/**
 * The user pool of the sandbox, or of one of its accounts: the one of its system `identity`, else the one that the other
 * accounts trust.
 *
 * @param account its name, where several are up
 * @throws UsageError for an account that is not there; Error where it has no user pool
 */
export function loginOf(outputs: SandboxOutputs, account?: string): Login {
  const accounts = outputs["accounts"] as Record<string, SandboxOutputs> | undefined;
  if (account !== undefined && !accounts)
    throw new UsageError('--account is for a sandbox of several accounts: "npm run sandbox -- up --accounts"');
  const chosen = account === undefined ? outputs : accounts![account];
  if (!chosen)
    throw new UsageError(`There is no account "${account}"; there are ${Object.keys(accounts!).join(", ")}.`);
  const { accountId, region } = chosen;
  const users = chosen["users"] as { poolId: string; clientId: string } | undefined;
  if (users) return { accountId, region, poolId: users.poolId, clientId: users.clientId };
  const central = chosen["trustedUserPool"] as { userPoolId: string; clientIds: string[] } | undefined;
  if (central) return { accountId, region, poolId: central.userPoolId, clientId: central.clientIds[0]! };
  throw new Error(
    account === undefined
      ? "No user pool is deployed: switch the system identity on in Pulumi.sandbox.yaml"
      : `Account ${account} has no user pool.`,
  );
}
