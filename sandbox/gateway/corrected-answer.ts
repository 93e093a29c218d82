import type { AwsRequest } from "./aws-request";
import type { Forwarded } from "./forward-request";

/** Parts of CloudFront's documents that AWS leaves out when they are empty, and that otherwise look like a change. */
const EMPTY_PARTS =
  /<(CustomHeadersConfig|RemoveHeadersConfig)><Quantity>0<\/Quantity>(<Items\s*\/>|<Items><\/Items>)?<\/\1>/g;

/**
 * An emulator's answer, corrected where it would mislead the caller: a call that moto does not implement is a plain refusal
 * instead of a server error, which SDKs repeat for minutes.
 */
export function correctedAnswer(request: AwsRequest, to: "ministack" | "moto", answer: Forwarded): Forwarded {
  if (to === "moto" && answer.status === 500 && /^text\/html/.test(answer.headers["content-type"] ?? "")) {
    const message = `moto does not implement ${request.service} ${request.action ?? `${request.method} ${request.path}`}`;
    const body = Buffer.from(JSON.stringify({ __type: "UnknownOperationException", message }));
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": "UnknownOperationException" };
    return { status: 400, headers, body };
  }
  if (request.service === "cloudfront" && /xml/.test(answer.headers["content-type"] ?? "")) {
    const body = Buffer.from(answer.body.toString("utf8").replace(EMPTY_PARTS, ""));
    return { ...answer, headers: { ...answer.headers, "content-length": String(body.length) }, body };
  }
  return answer;
}
