import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { SNSClient } from "@aws-sdk/client-sns";
import { globalRegion } from "../../../stacks/accounts";
import { accountCredentials } from "../account-credentials";
import type { StackAccount } from "../stack-list";

/** What reads one region of one account. */
export interface RegionClients {
  region: string;
  cloudwatch: Pick<CloudWatchClient, "send">;
  sns: Pick<SNSClient, "send">;
}

/** Makes the clients of an account; tests give their own. */
export type ClientFactory = (account: StackAccount) => RegionClients[];

/**
 * Clients for an account's region, and for us-east-1, where CloudFront's alarms are.
 *
 * @param endpoint an emulator instead of AWS; the account's id is then the access key
 */
export function regionClients(endpoint?: string): ClientFactory {
  return (account) => {
    const credentials =
      endpoint === undefined
        ? accountCredentials(account, "platform-status")
        : { accessKeyId: account.id, secretAccessKey: "emulator" };
    return [...new Set([account.region, globalRegion])].map((region) => {
      const options = { region, credentials, ...(endpoint !== undefined && { endpoint }) };
      return { region, cloudwatch: new CloudWatchClient(options), sns: new SNSClient(options) };
    });
  };
}
