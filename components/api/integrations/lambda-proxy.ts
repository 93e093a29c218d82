import type { Function as LambdaFunction } from "../../compute/function";
import type { Integration } from "../integration";
import { checkFunctionTimeout } from "./lambda-checks";
import { allowRoute } from "./lambda-permission";

/**
 * Passes the whole request to a function and its answer back unchanged. The function writes status, headers and body
 * itself, `Access-Control-Allow-Origin` and `Access-Control-Expose-Headers` included: API Gateway adds no header to a
 * proxy's answer. Functions of this repository do so by `functions/shared/cors-headers.ts`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 *
 * @param fn invoked through its alias; its timeout must not exceed the route's
 */
export function lambdaProxy(fn: LambdaFunction): Integration {
  return {
    kind: "lambda-proxy",
    backendTimeoutMilliseconds: fn.timeoutSeconds * 1000,
    check: (route, _variables, fail) => checkFunctionTimeout(fn, route, fail),
    bind: (site) => ({
      integration: {
        type: "AWS_PROXY",
        // Lambda's Invoke is a POST, whatever the route's method.
        integrationHttpMethod: "POST",
        uri: fn.qualifiedInvokeArn,
        timeoutMilliseconds: site.timeoutMilliseconds,
      },
      answers: [],
      needs: [allowRoute(fn, site)],
    }),
  };
}
