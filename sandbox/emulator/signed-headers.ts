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
