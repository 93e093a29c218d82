import type { AwsRequest } from "./aws-request";
import { motoServices } from "./moto-services";

/** Who answers a request: an emulator, or nobody, with the reason. */
export type Destination = { to: "ministack" | "moto"; host?: string } | { refused: string };

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;
// Names that the emulator tells its resources apart by: buckets, APIs, distributions, function URLs.
const EMULATED =
  /(\.localhost|\.127\.0\.0\.1|\.cloudfront\.net|\.on\.aws|\.elb\.amazonaws\.com|\.elb\.localhost)(:\d+)?$/;
/** S3 Control puts the account in front of the host; the engine gets this name as the endpoint and the gateway as its proxy. */
const S3_CONTROL = /^(\d{12})\.s3-control\.sandbox$/;

/** Decides by host, service and operation who answers. A request for any host outside the sandbox is refused. */
export function destinationOf(request: AwsRequest): Destination {
  const control = S3_CONTROL.exec(request.host);
  if (control) {
    // The account's public access block is moto's; tags and access points belong to buckets, which are ministack's.
    return request.path.includes("/configuration/publicAccessBlock")
      ? { to: "moto", host: `${control[1]}.s3-control.us-east-1.amazonaws.com` }
      : { to: "ministack" };
  }
  if (!LOOPBACK.test(request.host) && !EMULATED.test(request.host)) {
    return { refused: `The sandbox refused a request to ${request.host}: nothing of it may leave this machine.` };
  }
  // API Gateway's VPC links are the one part of it that only moto has.
  if (request.service === "apigateway" && request.path.startsWith("/vpclinks")) return { to: "moto" };
  const rule = motoServices[request.service ?? ""];
  const isMotos =
    rule === true || (rule !== undefined && request.action !== undefined && rule.includes(request.action));
  return { to: isMotos ? "moto" : "ministack" };
}
