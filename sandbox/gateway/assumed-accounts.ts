import type { AwsRequest } from "./aws-request";
import type { Forwarded } from "./forward-request";

/**
 * The accounts that temporary credentials belong to. ministack gives them out and knows them; moto has to be told whose
 * call it answers.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export class AssumedAccounts {
  private readonly byAccessKey = new Map<string, string>();

  /** The account of an access key; undefined for one that is neither an account's id nor a role's. */
  of(accessKey: string | undefined): string | undefined {
    if (accessKey === undefined) return undefined;
    return /^\d{12}$/.test(accessKey) ? accessKey : this.byAccessKey.get(accessKey);
  }

  /** Notes the credentials that a role was assumed with. */
  remember(request: AwsRequest, answer: Forwarded): void {
    if (request.action !== "AssumeRole" || answer.status !== 200) return;
    const role = new URLSearchParams(request.body.toString("utf8")).get("RoleArn");
    const accessKey = /<AccessKeyId>(\w+)</.exec(answer.body.toString("utf8"))?.[1];
    const account = role?.split(":")[4];
    if (accessKey && account) this.byAccessKey.set(accessKey, account);
  }
}
