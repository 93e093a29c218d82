import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { withOverrides } from "../overrides";
import type { ApiDefinition } from "./api-definition";
import { methodAuthorization, type Authorizers } from "./authorizers";
import { corsAnswer, responseParameters, type CorsArgs } from "./cors";
import type { IntegrationAnswer, IntegrationSite } from "./integration";
import { createModel } from "./models";
import type { RequestValidators } from "./request-validators";
import { pathParameters, type Route } from "./route";

/** What a route is made into. */
export interface RouteResources {
  method: aws.apigateway.Method;
  integration: aws.apigateway.Integration;
  /** What must exist before the route can be called. */
  needs: pulumi.Resource[];
}

/** What all routes of an API share. */
export interface RouteContext {
  name: string;
  api: aws.apigateway.RestApi;
  definition: ApiDefinition;
  authorizers: Authorizers;
  validators: RequestValidators;
  cors?: CorsArgs;
  opts: pulumi.CustomResourceOptions;
}

/**
 * Makes a route's method with its model, its integration, and the answers of the integration.
 *
 * @param resourceId of the path
 */
export function createRoute(
  route: Route,
  resourceId: pulumi.Output<string>,
  site: IntegrationSite,
  context: RouteContext,
): RouteResources {
  const { api, definition, opts } = context;
  const at = { restApi: api.id, resourceId, httpMethod: route.method };
  const method = definition.add(
    "method",
    site.name,
    methodArgs(route, at, context),
    (child, inputs) => new aws.apigateway.Method(child, inputs, opts),
  );
  const bound = route.integration.bind(site);
  const integration = definition.add(
    "integration",
    `${site.name}-integration`,
    withOverrides<aws.apigateway.IntegrationArgs>(
      { ...bound.integration, ...cacheKeys(route) },
      route.overrides?.integration,
      at,
    ),
    (child, inputs) => new aws.apigateway.Integration(child, inputs, after(opts, [method])),
  );
  for (const answer of bound.answers) createAnswer(answer, at, site.name, method, integration, context);
  return { method, integration, needs: bound.needs };
}

interface MethodPlace {
  restApi: pulumi.Output<string>;
  resourceId: pulumi.Output<string>;
  httpMethod: string;
}

function methodArgs(route: Route, at: MethodPlace, context: RouteContext): aws.apigateway.MethodArgs {
  const { validators, authorizers, name, api, definition, opts } = context;
  const parameters = {
    ...Object.fromEntries(pathParameters(route.path).map((parameter) => [`method.request.path.${parameter}`, true])),
    ...Object.fromEntries(
      // A key of the cache must be declared; whether the header is there is the authorizer's matter.
      Object.entries({ ...undeclaredKeys(route), ...route.requestParameters }).map(([key, required]) => [
        `method.request.${key}`,
        required,
      ]),
    ),
  };
  return withOverrides<aws.apigateway.MethodArgs>(
    { apiKeyRequired: route.apiKeyRequired ?? false, operationName: route.operationName },
    route.overrides?.method,
    {
      ...at,
      ...methodAuthorization(route, authorizers),
      ...(Object.keys(parameters).length ? { requestParameters: parameters } : {}),
      requestModels: createModel(name, api, route, definition, opts),
      requestValidatorId: (route.validation === "parameters" ? validators.parameters! : validators.full).id,
    },
  );
}

function undeclaredKeys({ cache }: Route): Record<string, boolean> {
  return cache?.keyParameters.includes("header.Authorization") ? { "header.Authorization": false } : {};
}

function cacheKeys(route: Route): Pick<aws.apigateway.IntegrationArgs, "cacheKeyParameters"> {
  return route.cache ? { cacheKeyParameters: route.cache.keyParameters.map((key) => `method.request.${key}`) } : {};
}

function createAnswer(
  answer: IntegrationAnswer,
  at: MethodPlace,
  start: string,
  method: aws.apigateway.Method,
  integration: aws.apigateway.Integration,
  { cors, definition, opts }: RouteContext,
): void {
  const { statusCode, selectionPattern } = answer;
  const origin = corsAnswer(cors, Object.keys(answer.headers ?? {}));
  const headers = { ...answer.headers, ...origin.headers };
  const methodResponse = definition.add(
    "method-response",
    `${start}-${statusCode}`,
    { ...at, statusCode, responseParameters: responseParameters(headers, () => true) },
    (child, inputs) => new aws.apigateway.MethodResponse(child, inputs, after(opts, [method])),
  );
  definition.add(
    "integration-response",
    `${start}-${statusCode}-integration`,
    {
      ...at,
      statusCode,
      ...(selectionPattern ? { selectionPattern } : {}),
      responseParameters: responseParameters(headers, (expression) => expression),
      responseTemplates: { "application/json": pulumi.interpolate`${origin.templateStart}${answer.template}` },
    },
    (child, inputs) =>
      new aws.apigateway.IntegrationResponse(child, inputs, after(opts, [integration, methodResponse])),
  );
}

function after(opts: pulumi.CustomResourceOptions, dependsOn: pulumi.Resource[]): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions(opts, { dependsOn });
}
