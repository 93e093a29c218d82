import type * as aws from "@pulumi/aws";
import type { Integration } from "./integration";

/** Verbs that a route may have; `ANY` stands for all of them. */
export const HTTP_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"] as const;

export type HttpMethod = (typeof HTTP_METHODS)[number];

/** Requests per second and how many may come at once. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html */
export interface Throttle {
  /** Steady requests per second, above 0. */
  rateLimit: number;
  /** Requests that may come at once, above 0. */
  burstLimit: number;
}

/** How answers of one GET route are kept. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html */
export interface RouteCache {
  /**
   * Which of the route's parameters tell answers apart, for example `["querystring.Roll", "header.Authorization"]`; each must
   * be among `requestParameters` or a parameter of the path.
   */
  keyParameters: string[];
  /** Seconds an answer is kept, 1 to 3600. Default 300. */
  ttlSeconds?: number;
  /**
   * Says that every authorized caller may see the same answer. Without it, a route with an authorizer must have
   * `header.Authorization` among the key's parameters.
   */
  sharedBetweenCallers?: boolean;
}

/** One method on one path of an API. */
export interface Route {
  /** For example `POST`. */
  method: HttpMethod;
  /** From the root, for example `/users/{id}`; `{proxy+}` as the last segment takes the rest of the path. */
  path: string;
  /**
   * Who may call: `jwt` the platform's Lambda authorizer, `cognito` a user pool authorizer, `iam` a signature, `none`
   * everybody, which needs `unauthenticatedReason`.
   */
  authorizer: "jwt" | "cognito" | "iam" | "none";
  /** Why nobody needs to say who they are; required with `none`. */
  unauthenticatedReason?: string;
  /**
   * Scopes that the token must carry, for example `students/write`; at least one with `jwt`, which asks for each of them, and
   * with `cognito`, which asks for any of them. None with `iam` and `none`.
   */
  scopes?: string[];
  /** True where the caller must also send a key of the usage plan in `x-api-key`. Default false. */
  apiKeyRequired?: boolean;
  /** Largest body in bytes, at most 10 MB. Default 8192; above it the web ACL must list the route. */
  maxBodyBytes?: number;
  /** Query strings and headers the route knows, true where required: `{ "querystring.Roll": true }`. */
  requestParameters?: Record<string, boolean>;
  /** `full` checks parameters and body at the gateway, `parameters` leaves the body to the handler. Default `full`. */
  validation?: "full" | "parameters";
  /** JSON schema, draft 4, of the body. Required for POST, PUT and PATCH with `full` validation, except for mocks. */
  requestModel?: object;
  /** What answers, for example `lambdaProxy(fn)`. */
  integration: Integration;
  /** Limits of this route alone. Default those of the stage. */
  throttle?: Throttle;
  /** Milliseconds the gateway waits for the integration, 50 to 29000. Default 29000. */
  timeoutMilliseconds?: number;
  /** Keeps the route's answers; the API must have a `cache`. */
  cache?: RouteCache;
  /** Name of the operation in generated clients, for example `addStudent`. */
  operationName?: string;
  /** Adjusts the children: defaults, then these, then what the design requires. */
  overrides?: { method?: Partial<aws.apigateway.MethodArgs>; integration?: Partial<aws.apigateway.IntegrationArgs> };
}

/** Milliseconds that API Gateway waits at most. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
export const LONGEST_TIMEOUT_MILLISECONDS = 29_000;

/** How long the gateway waits for a route's integration. */
export function timeoutOf(route: Route): number {
  return route.timeoutMilliseconds ?? LONGEST_TIMEOUT_MILLISECONDS;
}

/** Names of the path's parameters: `["id"]` for `/users/{id}`, `["proxy"]` for `/{proxy+}`. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{([^{}+]+)\+?\}/g)].map((match) => match[1]!);
}

/**
 * A route's method and path as API Gateway spells them in ARNs: parameters become `*`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
 */
export function arnPath(route: Pick<Route, "method" | "path">): string {
  const verb = route.method === "ANY" ? "*" : route.method;
  return `${verb}${route.path.replace(/\{[^{}]+\}/g, "*")}`;
}
