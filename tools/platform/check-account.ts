import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { accountCredentials } from "./account-credentials";
import { explainFailure, wrongAccount, type FailureSite } from "./explain-failure";

/**
 * Asks AWS whose credentials these are, before the engine is started: a wrong account then costs a second, and is told as
 * what it is. The provider refuses it as well (`allowedAccountIds`).
 *
 * @returns what is wrong, or `undefined`
 */
export async function checkAccount(site: FailureSite): Promise<string | undefined> {
  const { account, stack } = site;
  const sts = new STSClient({ region: account.region, credentials: accountCredentials(account, `platform-${stack}`) });
  try {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    return Account === account.id ? undefined : wrongAccount(site, Account ?? "unknown");
  } catch (error) {
    const { name, message } = error as Error;
    return explainFailure(`${name}: ${message}`, site);
  } finally {
    sts.destroy();
  }
}
