import * as pulumi from "@pulumi/pulumi";
import type { Function as LambdaFunction } from "../../compute/function";
import type { Integration, IntegrationSite } from "../integration";
import { checkFunctionTimeout } from "./lambda-checks";
import { allowRoute } from "./lambda-permission";
import { errorTemplate } from "./error-template";

export interface LambdaMappedArgs {
  /** Makes the function's event out of an `application/json` request, in VTL. */
  requestTemplate: pulumi.Input<string>;
  /**
   * Makes the answer's body out of what the function returned, in VTL. Other statuses than 200 are set in it, by
   * `$context.responseOverride.status`: a function that throws counts as failed, and its caller gets a bare 500.
   */
  responseTemplate: pulumi.Input<string>;
  /**
   * Stage variable that names the alias which is invoked, for example `collegealias`. It must be among the API's
   * `stageVariables` and name the function's own alias. Default none: the alias is in the URI.
   */
  aliasStageVariable?: string;
  /** What happens to content types without a template. Default `WHEN_NO_TEMPLATES`, which answers 415 since there is one. */
  passthroughBehavior?: "WHEN_NO_TEMPLATES" | "NEVER";
}

/**
 * Maps requests to a function's event and its result to the answer, both in templates of the gateway.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-custom-integrations.html
 *
 * @param fn invoked through its alias; its timeout must not exceed the route's
 */
export function lambdaMapped(fn: LambdaFunction, args: LambdaMappedArgs): Integration {
  const variable = args.aliasStageVariable;
  return {
    kind: "lambda-mapped",
    backendTimeoutMilliseconds: fn.timeoutSeconds * 1000,
    check(route, stageVariables, fail) {
      checkFunctionTimeout(fn, route, fail);
      if (variable === undefined) return;
      const alias = stageVariables[variable];
      const field = `stageVariables.${variable}`;
      if (alias === undefined) fail(field, alias, `set it to "${fn.aliasName}", the function's alias`);
      if (alias !== fn.aliasName) {
        fail(field, alias, `set it to "${fn.aliasName}", the only alias of the function that the API may invoke`);
      }
    },
    bind: (site) => ({
      integration: {
        type: "AWS",
        integrationHttpMethod: "POST",
        uri: variable === undefined ? fn.qualifiedInvokeArn : uriByVariable(fn, variable, site),
        passthroughBehavior: args.passthroughBehavior ?? "WHEN_NO_TEMPLATES",
        requestTemplates: { "application/json": args.requestTemplate },
        timeoutMilliseconds: site.timeoutMilliseconds,
      },
      answers: [
        { statusCode: "200", template: args.responseTemplate },
        {
          statusCode: "500",
          // Without it the gateway would answer 200 with the function's error and stack. It matches any error text, over lines.
          selectionPattern: "(.|\\n)+",
          template: errorTemplate("InternalError", "Internal server error"),
        },
      ],
      needs: [allowRoute(fn, site)],
    }),
  };
}

function uriByVariable(fn: LambdaFunction, variable: string, { account }: IntegrationSite): pulumi.Output<string> {
  const qualified = pulumi.interpolate`${fn.arn}:\${stageVariables.${variable}}`;
  return pulumi.interpolate`arn:${account.partition}:apigateway:${account.region}:lambda:path/2015-03-31/functions/${qualified}/invocations`;
}
