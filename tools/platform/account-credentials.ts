import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { StackAccount } from "./stack-list";
import { partitionOf } from "../../stacks/accounts";

/** Credentials as AWS SDK clients take them. */
export type Credentials = ReturnType<typeof fromTemporaryCredentials>;

/**
 * Credentials for an account: its deployment role, assumed with the caller's own; `undefined`, the SDK's default, where it
 * has none and the caller's own must be the account's.
 *
 * @param session named in CloudTrail, so that it shows who asked
 */
export function accountCredentials(account: StackAccount, session: string): Credentials | undefined {
  if (account.deployRole === undefined) return undefined;
  return fromTemporaryCredentials({
    params: {
      RoleArn: `arn:${partitionOf(account.region)}:iam::${account.id}:role/${account.deployRole}`,
      RoleSessionName: session,
    },
    clientConfig: { region: account.region },
  });
}
