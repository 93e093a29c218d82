import type { APIGatewayRequestAuthorizerEvent } from "aws-lambda";
import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { StudentRoute } from "../../functions/students/routes";
import { MappingError, renderTemplate, type MappingContext } from "../mapping/mapping-template";
import type { Authorize } from "./functions";
import { json, type Reply } from "./http";

/** A request to the API. */
export interface ApiRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Undefined where it was larger than API Gateway takes. */
  body: string | undefined;
}

/** What a gateway is made of. */
export interface GatewayParts {
  routes: (StudentRoute & { invoke: (event: unknown) => Promise<unknown> })[];
  authorize: Authorize;
  apiKey: string;
  /** The pages' origin, which answers of the functions may be read from. */
  origin: string;
}

const API = "arn:aws:execute-api:us-east-1:000000000000:local/Dev";
/** On the gateway's own answers, which tell no more than that it refused. */
const ANY_ORIGIN = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "x-amzn-RequestId,x-amz-apigw-id",
};

/**
 * What Amazon API Gateway does for the students API: authorizer, key, required parameters, templates, function, each
 * with the gateway's own words where it refuses.
 *
 * @returns answers a request, or gives undefined where no route has its path
 */
export function gateway({
  routes,
  authorize,
  apiKey,
  origin,
}: GatewayParts): (request: ApiRequest) => Promise<Reply | undefined> {
  return async (request) => {
    const here = routes.filter(({ path }) => path === request.path);
    if (here.length === 0) return undefined;
    if (request.method === "OPTIONS") return preflight(here, origin);
    const route = here.find(({ method }) => method === request.method);
    const requestId = randomUUID();
    const reply = route
      ? await called(route, request, requestId, authorize, apiKey, origin)
      : refusal(403, "Missing Authentication Token");
    return { ...reply, headers: { ...ANY_ORIGIN, "x-amzn-requestid": requestId, ...reply.headers } };
  };
}

function preflight(routes: StudentRoute[], origin: string): Reply {
  return {
    status: 204,
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-headers": "Authorization,Content-Type,X-Api-Key",
      "access-control-allow-methods": ["OPTIONS", ...routes.map(({ method }) => method)].join(","),
      "access-control-max-age": "600",
    },
  };
}

async function called(
  route: GatewayParts["routes"][number],
  request: ApiRequest,
  requestId: string,
  authorize: Authorize,
  apiKey: string,
  origin: string,
): Promise<Reply> {
  const arn = `${API}/${route.method}${route.path}`;
  const decision = await authorize(authorizerEvent(request, arn)).catch((error: Error) => error);
  if (decision instanceof Error) {
    if (decision.message === "Unauthorized") return refusal(401, "Unauthorized");
    throw decision;
  }
  if (!allows(decision.policyDocument.Statement, arn)) {
    return refusal(403, "Forbidden");
  }
  if (request.headers["x-api-key"] !== apiKey) return refusal(403, "Forbidden");
  // One that is there and empty is as good as none.
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
  const missing = Object.keys(route.requestParameters)
    .map((name) => name.replace(/^querystring\./, ""))
    .filter((name) => !request.query.get(name));
  if (missing.length > 0) return refusal(400, `Missing required request parameters: [${missing.join(", ")}]`);
  if (request.body === undefined) return refusal(413, "Request Too Long");
  const type = (request.headers["content-type"] ?? "application/json").split(";")[0]!.trim().toLowerCase();
  if (type !== "application/json") return refusal(415, "Unsupported Media Type");
  return mapped(route, request, requestId, { ...decision.context, principalId: decision.principalId }, origin);
}

async function mapped(
  route: GatewayParts["routes"][number],
  request: ApiRequest,
  requestId: string,
  authorizer: Record<string, unknown>,
  origin: string,
): Promise<Reply> {
  const context: MappingContext = {
    body: request.body!,
    params: {
      path: {},
      querystring: Object.fromEntries(request.query),
      header: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    },
    stageVariables: {},
    context: { requestId, stage: "Dev", httpMethod: route.method, resourcePath: route.path, authorizer },
  };
  try {
    const event = JSON.parse(renderTemplate(route.requestTemplate, context).output) as unknown;
    const body = JSON.stringify(await route.invoke(event));
    const { output, overrides } = renderTemplate(route.responseTemplate, { ...context, body });
    return {
      status: overrides.status ?? 200,
      headers: {
        "content-type": "application/json",
        "access-control-allow-origin": origin,
        ...overrides.headers,
      },
      body: output,
    };
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    // What is wrong with a template is nothing for the caller.
    if (error.status >= 500) console.error(error);
    return refusal(error.status, error.status < 500 ? error.reason : "Internal server error");
  }
}

function refusal(status: number, message: string): Reply {
  return json(status, { message });
}

function authorizerEvent(
  { method, path, query, headers }: ApiRequest,
  methodArn: string,
): APIGatewayRequestAuthorizerEvent {
  return {
    type: "REQUEST",
    methodArn,
    resource: path,
    path,
    httpMethod: method,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    multiValueHeaders: null,
    pathParameters: null,
    queryStringParameters: Object.fromEntries(query),
    multiValueQueryStringParameters: null,
    stageVariables: null,
    requestContext: {} as APIGatewayRequestAuthorizerEvent["requestContext"],
  };
}

interface PolicyStatement {
  Effect: string;
  Resource: string | string[];
  Condition?: { DateGreaterThanEquals: { "aws:CurrentTime": string } };
}

/** A policy of the authorizer's form: whole statements, with `*` in ARNs, and for one condition from when on they hold. */
function allows(statements: object[], arn: string): boolean {
  const holds = ({ Condition }: PolicyStatement) =>
    !Condition || Date.now() >= Date.parse(Condition.DateGreaterThanEquals["aws:CurrentTime"]);
  const matching = (effect: string) =>
    (statements as PolicyStatement[])
      .filter((statement) => statement.Effect === effect && holds(statement))
      .flatMap(({ Resource }) => Resource)
      .some((pattern) => new RegExp(`^${pattern.split("*").map(literal).join(".*")}$`).test(arn));
  return matching("Allow") && !matching("Deny");
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
