import type { APIGatewayAuthorizerEvent, APIGatewayAuthorizerResult, Context } from "aws-lambda";
import * as z from "zod/mini";
import { correlated } from "../shared/correlation";
import { jsonVariable } from "../shared/json-variable";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { bearerToken } from "./bearer-token";
import { routePolicy } from "./route-policy";
import { tokenVerifier } from "./verify-token";

const text = z.string().check(z.minLength(1));

const routes = jsonVariable(
  "ROUTES",
  z
    .array(
      z.object({
        method: z.string().check(z.regex(/^[A-Z]+$/, "must be an HTTP method")),
        path: z.string().check(z.regex(/^\/[^*]*$/, "must begin with a slash and have no wildcard")),
        scopes: z.array(text).check(z.minLength(1, "must name at least one scope")),
      }),
    )
    .check(z.minLength(1, "must have at least one route")),
);
const verify = tokenVerifier(
  jsonVariable(
    "USER_POOLS",
    z
      .array(z.object({ userPoolId: text, clientIds: z.array(text).check(z.minLength(1, "must name a client")) }))
      .check(z.minLength(1, "must have at least one pool")),
  ),
);

/**
 * Lambda authorizer: accepts access tokens of the configured user pools and lists the routes that their scopes open.
 *
 * Event: of a TOKEN or a REQUEST authorizer. Environment: `ROUTES`, `USER_POOLS`. No, malformed, foreign or expired
 * token: throws `Unauthorized`, which API Gateway answers with 401. A valid token without the scope: the route is not
 * in the policy, which it answers with 403; so it does for a token that expires while the policy is kept. Where the pool's keys cannot be had it throws another error, a 500.
 *
 * {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html}
 */
export const handler = async (
  event: APIGatewayAuthorizerEvent,
  context: Context,
): Promise<APIGatewayAuthorizerResult> => {
  logger.addContext(context);
  // A TOKEN authorizer is not told the gateway's id of the request.
  const requestId = "requestContext" in event ? event.requestContext?.requestId : undefined;
  return correlated(requestId ?? context.awsRequestId, async () => {
    try {
      return await authorize(event);
    } finally {
      publishMetrics();
    }
  });
};

async function authorize(event: APIGatewayAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const token = bearerToken(event);
  const caller = token === undefined ? undefined : await verify(token);
  if (!caller) {
    count("Unauthorized");
    logger.info("unauthorized", { hasToken: token !== undefined });
    // API Gateway knows this very text, and makes a 500 of any other.
    throw new Error("Unauthorized");
  }
  count("Authorized");
  logger.info("authorized", { clientId: caller.clientId });
  return {
    principalId: caller.principal,
    policyDocument: routePolicy(event.methodArn, routes, caller),
    context: { principal: caller.principal, clientId: caller.clientId, scope: [...caller.scopes].join(" ") },
  };
}
