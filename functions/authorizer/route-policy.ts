import type { APIGatewayAuthorizerResult, Statement } from "aws-lambda";

/** A route of the API and the scopes that open it, each of which is needed. */
export interface Route {
  method: string;
  path: string;
  scopes: string[];
}

/**
 * The policy that says which routes of the API a caller may use: every one that the token's scopes allow, not only the
 * one that was called, because API Gateway keeps it for the token and uses it for the others. It may keep it beyond the
 * token's end, and judges it anew for each request, so from then on the policy denies every route.
 *
 * {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html}
 *
 * @param methodArn the ARN of the method that was called; gives API and stage
 * @param routes the API's routes
 * @param caller the token's scopes, and the second since 1970 that it ends at
 */
export function routePolicy(
  methodArn: string,
  routes: Route[],
  { scopes, expires }: { scopes: ReadonlySet<string>; expires: number },
): APIGatewayAuthorizerResult["policyDocument"] {
  const [api, stage] = methodArn.split("/");
  const arns = (chosen: Route[]) =>
    chosen.map(({ method, path }) => `${api}/${stage}/${method}${path.replace(/\{[^}]+\}/g, "*")}`);
  const allowed = routes.filter((route) => route.scopes.every((scope) => scopes.has(scope)));
  // A policy cannot be empty, and a denied token is the same token on every route.
  const statement: Statement =
    allowed.length > 0
      ? { Effect: "Allow", Action: "execute-api:Invoke", Resource: arns(allowed) }
      : { Effect: "Deny", Action: "execute-api:Invoke", Resource: arns(routes) };
  // A denial of its own: whoever does not know the condition's key is left with what the routes' statement says, and not
  // with nothing.
  const end: Statement = {
    Effect: "Deny",
    Action: "execute-api:Invoke",
    Resource: `${api}/${stage}/*`,
    Condition: {
      DateGreaterThanEquals: { "aws:CurrentTime": `${new Date(expires * 1000).toISOString().slice(0, 19)}Z` },
    },
  };
  return { Version: "2012-10-17", Statement: [statement, end] };
}
