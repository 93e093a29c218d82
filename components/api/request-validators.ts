import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ApiDefinition } from "./api-definition";
import type { Route } from "./route";

/** The API's request validators. */
export interface RequestValidators {
  /** Checks query strings, headers and body. Every API has it. */
  full: aws.apigateway.RequestValidator;
  /** Checks query strings and headers; made where a route leaves its body to the handler. */
  parameters?: aws.apigateway.RequestValidator;
}

/**
 * Makes one validator of each kind that is used, and the full one always.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export function createRequestValidators(
  name: string,
  api: aws.apigateway.RestApi,
  routes: Route[],
  definition: ApiDefinition,
  opts: pulumi.CustomResourceOptions,
): RequestValidators {
  const create = (kind: string, validateRequestBody: boolean) =>
    definition.add(
      "validator",
      `${name}-${kind}-validator`,
      { restApi: api.id, name: kind, validateRequestBody, validateRequestParameters: true },
      (child, inputs) => new aws.apigateway.RequestValidator(child, inputs, opts),
    );
  const full = create("full", true);
  return routes.some((route) => route.validation === "parameters")
    ? { full, parameters: create("parameters", false) }
    : { full };
}
