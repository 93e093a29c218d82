import { GetParameterHistoryCommand, type ParameterHistory, type SSMClient } from "@aws-sdk/client-ssm";

/** One value that a parameter had. */
export interface ParameterVersion {
  version: number;
  at: string;
  /** ARN of who set it. */
  by: string;
  keyId?: string;
  type: string;
  tier?: string;
  value: string;
}

/**
 * Every version that Parameter Store still has of a parameter, the oldest first: the last 100.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html
 */
export async function parameterHistory(client: SSMClient, name: string): Promise<ParameterVersion[]> {
  const found: ParameterHistory[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new GetParameterHistoryCommand({ Name: name, WithDecryption: true, NextToken }));
    found.push(...(page.Parameters ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return found
    .map((each) => ({
      version: each.Version!,
      at: each.LastModifiedDate?.toISOString() ?? "",
      by: each.LastModifiedUser ?? "",
      keyId: each.KeyId,
      type: each.Type!,
      tier: each.Tier,
      value: each.Value!,
    }))
    .sort((one, other) => one.version - other.version);
}
