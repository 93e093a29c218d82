import type { MappingContext } from "./mapping-template";
import type { MappingRequest } from "./mapping-request";

/**
 * What templates may read of a request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 *
 * @param body the request's body, or what the integration answered
 */
export function mappingContext(request: MappingRequest, body: string): MappingContext {
  const query = Object.entries(request.query).map(([name, values]) => [name, values.at(-1) ?? ""]);
  const header = (name: string) => request.headers[name] ?? "";
  const now = new Date();
  return {
    body,
    contentType: header("content-type") || "application/json",
    params: { path: request.pathParameters, querystring: Object.fromEntries(query), header: request.headers },
    stageVariables: request.stageVariables,
    context: {
      accountId: request.accountId,
      apiId: request.apiId,
      authorizer: request.authorizer,
      domainName: header("host").split(":")[0],
      extendedRequestId: request.requestId,
      httpMethod: request.httpMethod,
      identity: {
        sourceIp: (header("x-forwarded-for") || "127.0.0.1").split(",")[0]!.trim(),
        userAgent: header("user-agent"),
        ...(header("x-api-key") && { apiKey: header("x-api-key") }),
        ...request.identity,
      },
      path: `/${request.stage}${request.path}`,
      protocol: "HTTP/1.1",
      requestId: request.requestId,
      requestTime: requestTime(now),
      requestTimeEpoch: now.getTime(),
      resourceId: request.resourceId,
      resourcePath: request.resourcePath,
      stage: request.stage,
    },
  };
}

/** As in Apache's logs: `21/Nov/2026:03:31:00 +0000`. */
function requestTime(now: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(now.toUTCString())!;
  return `${day}/${month}/${year}:${time} +0000`;
}
