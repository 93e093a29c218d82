import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { LoadedEnvironment } from "./environment";

/** The account that the environment's credentials are of. */
export async function accountOf({ clientOptions }: LoadedEnvironment): Promise<string> {
  const client = new STSClient(clientOptions);
  try {
    const { Account } = await client.send(new GetCallerIdentityCommand({}));
    if (!Account) throw new Error("The credentials are of no account.");
    return Account;
  } finally {
    client.destroy();
  }
}
