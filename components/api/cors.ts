import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ApiDefinition } from "./api-definition";
import type { Route } from "./route";
import { pathSlug } from "./route-slug";

/** Which pages may call the API. https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html */
export interface CorsArgs {
  /** Origins such as `https://students.example.org`, or `*`. Default `*`, safe since the API knows no cookies. */
  allowOrigins?: pulumi.Input<string>[];
  /** Headers a page may send. Default `Authorization`, `Content-Type`, `X-Api-Key` and the routes' own. */
  allowHeaders?: string[];
  /**
   * Headers of answers that a page may read, beside the request's ids, which it always may, and those that a route's
   * mapped answers set. Default none.
   */
  exposeHeaders?: string[];
  /** Seconds a browser may remember the answer. Default 600, what Chromium keeps at most being 7200. */
  maxAgeSeconds?: number;
}

/** The CORS side of every answer. */
export interface CorsAnswer {
  /** Headers with their mapping expressions. */
  headers: Record<string, pulumi.Input<string>>;
  /** VTL to put before a response template; empty unless the origin depends on the request. */
  templateStart: pulumi.Input<string>;
}

const ORIGIN = "Access-Control-Allow-Origin";
const EXPOSED = "Access-Control-Expose-Headers";
/**
 * The ids that API Gateway gives every request, by which it is found in the logs. They are in the headers of its own errors only.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-access-logging.html
 */
const REQUEST_IDS = ["x-amzn-RequestId", "x-amz-apigw-id"];
const DEFAULT_HEADERS = ["Authorization", "Content-Type", "X-Api-Key"];

/**
 * What mapped answers carry so that pages can read them. One origin is a constant; of several, the template picks the one
 * that asks, since the header takes one only, and tells caches that it did.
 *
 * @param own headers that the answer sets by itself, which pages may then read too
 */
export function corsAnswer(cors: CorsArgs | undefined, own: string[] = []): CorsAnswer {
  const allowed = allowedOrigin(cors);
  return { ...allowed, headers: { ...allowed.headers, ...(cors && { [EXPOSED]: exposedHeaders(cors, own) }) } };
}

function allowedOrigin(cors: CorsArgs | undefined): CorsAnswer {
  if (!cors) return { headers: {}, templateStart: "" };
  const origins = cors.allowOrigins ?? ["*"];
  const first = pulumi.interpolate`'${origins[0]!}'`;
  if (origins.length === 1) return { headers: { [ORIGIN]: first }, templateStart: "" };
  return {
    headers: { [ORIGIN]: first, Vary: "'Origin'" },
    templateStart: pulumi.all(origins).apply(pickOrigin),
  };
}

function exposedHeaders(cors: CorsArgs, own: string[] = []): string {
  return `'${[...new Set([...REQUEST_IDS, ...(cors.exposeHeaders ?? []), ...own])].join(",")}'`;
}

/**
 * The headers of gateway responses, which have no templates with conditions: with several origins it is `*`, and what
 * any page may then read is that a request was refused.
 */
export function gatewayResponseHeaders(cors: CorsArgs | undefined): Record<string, pulumi.Input<string>> {
  if (!cors) return {};
  const origins = cors.allowOrigins ?? ["*"];
  return {
    [ORIGIN]: origins.length === 1 ? pulumi.interpolate`'${origins[0]!}'` : "'*'",
    [EXPOSED]: exposedHeaders(cors),
  };
}

/** Answers the preflight request of one path, in the gateway, without authorizer and key, as browsers ask without either. */
export function createPreflight(
  name: string,
  api: aws.apigateway.RestApi,
  path: string,
  resourceId: pulumi.Output<string>,
  routes: Route[],
  cors: CorsArgs,
  definition: ApiDefinition,
  opts: pulumi.CustomResourceOptions,
): void {
  const start = `${name}-options-${pathSlug(path)}`;
  const at = { restApi: api.id, resourceId, httpMethod: "OPTIONS" };
  const { headers: origin, templateStart } = allowedOrigin(cors);
  const headers: Record<string, pulumi.Input<string>> = {
    ...origin,
    "Access-Control-Allow-Methods": `'${allowedMethods(routes).join(",")}'`,
    "Access-Control-Allow-Headers": `'${allowedHeaders(routes, cors).join(",")}'`,
    "Access-Control-Max-Age": `'${cors.maxAgeSeconds ?? 600}'`,
  };
  const method = definition.add(
    "method",
    start,
    { ...at, authorization: "NONE", apiKeyRequired: false },
    (child, inputs) => new aws.apigateway.Method(child, inputs, opts),
  );
  const integration = definition.add(
    "integration",
    `${start}-integration`,
    {
      ...at,
      type: "MOCK",
      passthroughBehavior: "WHEN_NO_TEMPLATES",
      requestTemplates: { "application/json": '{"statusCode":204}' },
    },
    (child, inputs) =>
      new aws.apigateway.Integration(child, inputs, pulumi.mergeOptions(opts, { dependsOn: [method] })),
  );
  const methodResponse = definition.add(
    "method-response",
    `${start}-204`,
    { ...at, statusCode: "204", responseParameters: responseParameters(headers, () => true) },
    (child, inputs) =>
      new aws.apigateway.MethodResponse(child, inputs, pulumi.mergeOptions(opts, { dependsOn: [method] })),
  );
  definition.add(
    "integration-response",
    `${start}-204-integration`,
    {
      ...at,
      statusCode: "204",
      responseParameters: responseParameters(headers, (value) => value),
      ...(templateStart === "" ? {} : { responseTemplates: { "application/json": templateStart } }),
    },
    (child, inputs) =>
      new aws.apigateway.IntegrationResponse(
        child,
        inputs,
        pulumi.mergeOptions(opts, { dependsOn: [integration, methodResponse] }),
      ),
  );
}

/** Headers as the response parameters of a method. */
export function responseParameters<T>(
  headers: Record<string, pulumi.Input<string>>,
  value: (expression: pulumi.Input<string>) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(headers).map(([header, expression]) => [`method.response.header.${header}`, value(expression)]),
  );
}

function allowedMethods(routes: Route[]): string[] {
  const methods = routes.map((route) => route.method);
  const all = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
  return [...new Set(["OPTIONS", ...(methods.includes("ANY") ? all : methods)])];
}

function allowedHeaders(routes: Route[], cors: CorsArgs): string[] {
  const own = routes.flatMap((route) =>
    Object.keys(route.requestParameters ?? {}).flatMap((key) => (key.startsWith("header.") ? [key.slice(7)] : [])),
  );
  const known = new Map(
    [...(cors.allowHeaders ?? DEFAULT_HEADERS), ...own].map((header) => [header.toLowerCase(), header]),
  );
  return [...known.values()];
}

function pickOrigin(origins: string[]): string {
  const asks = origins.map((origin) => `$origin == "${origin}"`).join(" || ");
  return (
    `#set($origin = $input.params("Origin"))` +
    `#if($origin == "")#set($origin = $input.params("origin"))#end` +
    `#if(${asks})#set($context.responseOverride.header.${ORIGIN} = $origin)#end`
  );
}
