import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LambdaAuthorizer } from "../access/lambda-authorizer";
import { accountOf, type Account } from "../account";
import { PlatformComponent } from "../component";
import { InputError } from "../input-error";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { createLogGroups, type LogGroups } from "./access-log";
import { ApiDefinition } from "./api-definition";
import { createAuthorizers, type Authorizers } from "./authorizers";
import { createPreflight } from "./cors";
import { createCustomDomain, domainUrl, type CustomDomain } from "./custom-domain";
import { createGatewayResponses } from "./gateway-responses";
import { largeBodyRoutes, type LargeBodyRoute } from "./large-body-routes";
import { createMethodSettings } from "./method-settings";
import { createRoute, type RouteResources } from "./methods";
import { createRequestValidators } from "./request-validators";
import { createResourcePolicy } from "./resource-policy";
import type { RestApiArgs } from "./rest-api-args";
import { withCertificate } from "../edge/with-certificate";
import { restApiMonitoring } from "./rest-api-monitoring";
import { restApiProbe } from "./rest-api-probe";
import { REST_API_TYPE } from "./rest-api-type";
import { timeoutOf, type Throttle } from "./route";
import { routeSlug } from "./route-slug";
import { createResources } from "./route-tree";
import { createClientCertificate, createDeployment, createStage } from "./stage";
import { createUsagePlan, type UsagePlanResources } from "./usage-plan";
import { checkRestApi } from "./validation";

export type { RestApiArgs, RestApiOverrides } from "./rest-api-args";
export type { Route, RouteCache, Throttle, HttpMethod } from "./route";
export { largeBodyRoutes, type LargeBodyRoute } from "./large-body-routes";

const DEFAULT_THROTTLE: Throttle = { rateLimit: 100, burstLimit: 50 };

/**
 * A REST API of API Gateway out of a list of routes: regional, with an authorizer on every method, request validation,
 * throttling, access and execution logs, tracing, alarms, and a deployment that is renewed whenever anything in the API changes.
 *
 * **Authorization** is said for every route; `none` needs a reason. **Bodies** are checked by a model at the gateway unless
 * the route says that its handler does. **CORS** is off until `cors` is given.
 *
 * The role with which API Gateway writes its logs exists once in an account and region, and belongs to the account's
 * baseline: this component does not make it, since two APIs would take it from each other.
 *
 * @example
 * const api = new RestApi("students", {
 *   description: "Adds and fetches students.",
 *   key,
 *   stageName: "Dev",
 *   stageVariables: { collegealias: "addstudentinfo" },
 *   authorizers: { jwt: { pools: [{ userPoolId: users.poolId, clientIds: [users.clients.web.clientId] }] } },
 *   usagePlan: { rateLimit: 100, burstLimit: 50, quota: { limit: 10_000, period: "MONTH" } },
 *   apiKeys: [{ name: "pages" }],
 *   cors: {},
 *   webAcl,
 *   routes: [
 *     {
 *       method: "POST",
 *       path: "/addstudentdetails",
 *       authorizer: "jwt",
 *       scopes: ["students/write"],
 *       apiKeyRequired: true,
 *       validation: "parameters",
 *       requestParameters: { "querystring.Roll": true },
 *       integration: lambdaMapped(add, { aliasStageVariable: "collegealias", requestTemplate, responseTemplate }),
 *     },
 *   ],
 * });
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html
 */
export class RestApi extends PlatformComponent {
  readonly api: aws.apigateway.RestApi;
  readonly apiId: pulumi.Output<string>;
  readonly executionArn: pulumi.Output<string>;
  readonly deployment: aws.apigateway.Deployment;
  readonly stage: aws.apigateway.Stage;
  readonly stageArn: pulumi.Output<string>;
  /** Base of the API's URLs, without a slash at the end. */
  readonly url: pulumi.Output<string>;
  /**
   * Scheme and host of the API. Known as soon as the API is made, before its routes and stage, so that a page's
   * Content-Security-Policy can name it while the API's CORS answers name the page.
   */
  readonly origin: pulumi.Output<string>;
  /** Methods and integrations by route, for example `routes["POST /students"]`. */
  readonly routes: Record<string, RouteResources> = {};
  /** The function that checks tokens, where a route has `jwt`. */
  readonly authorizer?: LambdaAuthorizer;
  readonly usagePlan?: aws.apigateway.UsagePlan;
  readonly apiKeys: Record<string, aws.apigateway.ApiKey>;
  readonly logGroups: LogGroups;
  readonly methodSettings: aws.apigateway.MethodSettings[];
  readonly domain?: CustomDomain;
  readonly webAclAssociation?: aws.wafv2.WebAclAssociation;
  /** Paths with larger bodies than a web ACL lets through by default. */
  readonly largeBodyRoutes: LargeBodyRoute[];
  /** Everything the deployment freezes. */
  readonly definition = new ApiDefinition();
  readonly monitoring: Monitoring;

  private readonly account: Account;

  /**
   * @throws InputError for routes, variables, models, scopes or limits that API Gateway would refuse or that would fail at
   *   the first call
   */
  constructor(name: string, args: RestApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("api", "RestApi", name, opts);
    checkRestApi(name, args);
    const apiName = args.apiName ?? name;
    const children = this.childOptions();
    this.account = accountOf(this);
    this.largeBodyRoutes = largeBodyRoutes(args.routes);

    this.api = this.createApi(name, apiName, args);
    this.apiId = this.api.id;
    const { region, dnsSuffix } = this.account;
    this.origin = args.domain
      ? pulumi.output(`https://${args.domain.domainName}`)
      : pulumi.interpolate`https://${this.apiId}.execute-api.${region}.${dnsSuffix}`;
    this.executionArn = this.api.executionArn;
    if (args.resourcePolicy) createResourcePolicy(name, this.api, args.resourcePolicy, this.definition, children);
    createGatewayResponses(name, this.api, args.errorBody ?? "gateway", args.cors, this.definition, children);
    const authorizers = createAuthorizers(name, args, this.api, this.account, this.definition, children);
    this.authorizer = authorizers.lambda instanceof LambdaAuthorizer ? authorizers.lambda : undefined;
    const needs = [...authorizers.needs, ...this.createRoutes(name, args, authorizers)];
    this.deployment = createDeployment(name, this.api, this.definition, children);

    this.logGroups = createLogGroups(
      name,
      { ...args, apiName, retentionInDays: args.accessLogRetentionDays ?? 30 },
      this.api,
      children,
    );
    const certificate = createClientCertificate(name, args, children);
    this.stage = createStage(name, args, this.api, this.deployment, this.logGroups, certificate, needs, children);
    this.stageArn = this.stage.arn;
    this.methodSettings = createMethodSettings(
      name,
      this.api,
      this.stage,
      args.routes,
      args.throttle ?? DEFAULT_THROTTLE,
      args.overrides?.methodSettings,
      children,
    );
    const { plan, keys } = this.createPlan(name, apiName, args);
    this.usagePlan = plan;
    this.apiKeys = keys;
    this.domain = args.domain && createCustomDomain(name, args.domain, this.stage, args, children);
    this.url = args.domain ? pulumi.output(domainUrl(args.domain)) : this.stage.invokeUrl;
    this.webAclAssociation = args.webAcl?.protect(name, this.stageArn);

    const { outsideProbe } = args;
    const monitoring = restApiMonitoring({
      component: name,
      probes:
        outsideProbe === undefined ? restApiProbe(name, this.url, args.routes) : outsideProbe ? [outsideProbe] : [],
      apiName,
      stageName: args.stageName,
      routes: args.routes,
      availabilityTarget: args.availabilityTarget ?? 99.9,
      hasCache: args.cache !== undefined,
      // An authorizer made apart is monitored where it was made.
      authorizer: authorizers.ownsLambda ? authorizers.lambda?.monitoring : undefined,
      webAcl: args.webAcl,
      region: this.account.region,
    });
    this.monitoring = withCertificate(monitoring, args.domain?.certificateMonitoring);
    // The routes' largest bodies are for the policy that compares them with the web ACL's rules.
    this.registerOutputs({ apiId: this.apiId, url: this.url, largeBodyRoutes: this.largeBodyRoutes });
  }

  /**
   * The value of a key, which callers send in `x-api-key`. It is secret.
   *
   * @param name as given in `apiKeys`
   * @throws InputError for a name that was not given
   */
  apiKey(name: string): pulumi.Output<string> {
    const key = this.apiKeys[name];
    const known = Object.keys(this.apiKeys).join(", ") || "none";
    if (!key) throw new InputError(REST_API_TYPE, this.componentName, "apiKey", name, `use one of its keys: ${known}`);
    return pulumi.secret(key.value);
  }

  private createApi(name: string, apiName: string, args: RestApiArgs): aws.apigateway.RestApi {
    return this.definition.add(
      "api",
      `${name}-api`,
      withOverrides<aws.apigateway.RestApiArgs>(
        {
          description: args.description,
          binaryMediaTypes: args.binaryMediaTypes,
          minimumCompressionSize: args.minimumCompressionBytes?.toString(),
          tags: args.tags,
        },
        args.overrides?.restApi,
        {
          name: apiName,
          endpointConfiguration: { types: "REGIONAL" },
          apiKeySource: "HEADER",
          // With a name of its own the API answers by that name alone.
          disableExecuteApiEndpoint: args.domain !== undefined,
        },
      ),
      (child, inputs) => new aws.apigateway.RestApi(child, inputs, this.childOptions()),
    );
  }

  /** @returns what must exist before the first call */
  private createRoutes(name: string, args: RestApiArgs, authorizers: Authorizers): pulumi.Resource[] {
    const { api, definition, account, executionArn } = this;
    const opts = this.childOptions();
    const validators = createRequestValidators(name, api, args.routes, definition, opts);
    const ids = createResources(
      name,
      api,
      args.routes.map(({ path }) => path),
      definition,
      opts,
    );
    const context = { name, api, definition, authorizers, validators, cors: args.cors, opts };
    for (const route of args.routes) {
      const site = {
        name: `${name}-${routeSlug(route)}`,
        physicalName: `${args.apiName ?? name}-${routeSlug(route)}`,
        route,
        timeoutMilliseconds: timeoutOf(route),
        stageVariables: args.stageVariables ?? {},
        executionArn,
        account,
        permissionsBoundary: args.permissionsBoundary,
        childOptions: (more?: pulumi.CustomResourceOptions) => this.childOptions(more),
      };
      this.routes[`${route.method} ${route.path}`] = createRoute(route, ids.get(route.path)!, site, context);
    }
    if (args.cors) {
      for (const path of new Set(args.routes.map((route) => route.path))) {
        const routes = args.routes.filter((route) => route.path === path);
        createPreflight(name, api, path, ids.get(path)!, routes, args.cors, definition, opts);
      }
    }
    return Object.values(this.routes).flatMap((route) => route.needs);
  }

  private createPlan(name: string, apiName: string, args: RestApiArgs): UsagePlanResources {
    return createUsagePlan(name, { ...args, apiName }, this.stage, this.childOptions());
  }
}
