import type { AwsRequest } from "./aws-request";
import type { Forwarded } from "./forward-request";

const BODY = `<?xml version="1.0" encoding="UTF-8"?>
<GetDNSSECResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
<Status><ServeSignature>NOT_SIGNING</ServeSignature></Status><KeySigningKeys></KeySigningKeys></GetDNSSECResponse>`;

/**
 * The answer to the question whether a zone is signed, which the provider asks before it removes one: no zone is, since ministack
 * does not have DNSSEC. https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetDNSSEC.html
 *
 * @returns undefined for any other call
 */
export function zoneSigning({ service, method, path }: AwsRequest): Forwarded | undefined {
  if (service !== "route53" || method !== "GET" || !/^\/2013-04-01\/hostedzone\/[A-Z0-9]+\/dnssec$/.test(path))
    return undefined;
  return { status: 200, headers: { "content-type": "text/xml" }, body: Buffer.from(BODY) };
}
