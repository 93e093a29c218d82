import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ApiDefinition } from "./api-definition";
import { modelText } from "./model-schema";
import type { Route } from "./route";
import { routeSlug } from "./route-slug";

/** The model's name, which may have letters and digits only: `PostStudents`. */
export function modelName(route: Pick<Route, "method" | "path">): string {
  return routeSlug(route)
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/**
 * Makes the model of a route's body, and tells which content types are checked by it: all of them. With `application/json`
 * alone, a caller would get round the check with another `Content-Type`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export function createModel(
  name: string,
  api: aws.apigateway.RestApi,
  route: Route,
  definition: ApiDefinition,
  opts: pulumi.CustomResourceOptions,
): Record<string, pulumi.Output<string>> | undefined {
  if (!route.requestModel) return undefined;
  const model = definition.add(
    "model",
    `${name}-${routeSlug(route)}-model`,
    {
      restApi: api.id,
      name: modelName(route),
      description: `Body of ${route.method} ${route.path}.`,
      contentType: "application/json",
      schema: modelText(route.requestModel),
    },
    (child, inputs) => new aws.apigateway.Model(child, inputs, opts),
  );
  return { "application/json": model.name, $default: model.name };
}
