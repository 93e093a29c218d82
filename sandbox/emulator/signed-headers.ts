/** Whose call it is. */
export interface Caller {
  /** 12 digits. */
  accountId: string;
  region: string;
}

/**
 * The header that tells the emulator the service, account and region of a call. It checks no signature.
 *
 * @param service the signing name, for example `sqs`
 */
export function signedHeaders(service: string, { accountId, region }: Caller): { authorization: string } {
  const scope = `${accountId}/20260101/${region}/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` };
}

/** The query that tells the emulator whose API a call without a signature is for, where it is not its first account's. */
export function accountQuery(accountId: string, region: string): string {
  return `X-Amz-Credential=${accountId}/20260101/${region}/execute-api/aws4_request`;
}
