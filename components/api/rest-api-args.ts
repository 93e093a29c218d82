import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../access/policy-document";
import type { WebAcl } from "../edge/web-acl";
import type { Key } from "../encryption/key";
import type { RequestProbe } from "../observability/monitoring";
import type { AuthorizersArgs } from "./authorizers";
import type { CorsArgs } from "./cors";
import type { CustomDomainArgs } from "./custom-domain";
import type { ErrorBody } from "./gateway-responses";
import type { Route, Throttle } from "./route";
import type { ApiKeyArgs, UsagePlanArgs } from "./usage-plan";

/** Children of a {@link RestApi} that can be adjusted; methods and integrations through their route. */
export interface RestApiOverrides {
  restApi?: Partial<aws.apigateway.RestApiArgs>;
  stage?: Partial<aws.apigateway.StageArgs>;
  /** Of every method's settings. */
  methodSettings?: Partial<aws.types.input.apigateway.MethodSettingsSettings>;
  usagePlan?: Partial<aws.apigateway.UsagePlanArgs>;
  domainName?: Partial<aws.apigateway.DomainNameArgs>;
  accessLogGroup?: Partial<aws.cloudwatch.LogGroupArgs>;
  executionLogGroup?: Partial<aws.cloudwatch.LogGroupArgs>;
}

export interface RestApiArgs {
  /** What the API is for, in a sentence. */
  description: string;
  /** Encrypts the logs and what the authorizer keeps; its policy must let CloudWatch Logs use it. */
  key: Key;
  /** For example `Dev`; part of the URL without a domain. */
  stageName: string;
  /** At least one. Paths, methods and parameters are known at construction, so that they can be checked. */
  routes: Route[];
  /** Physical name, unique in account and region since metrics and log groups go by it. Default the component's name. */
  apiName?: string;
  /** Values that integrations refer to as `${stageVariables.X}`: letters, digits and `-._~:/?#&=,`. */
  stageVariables?: Record<string, string>;
  /** Who checks callers; needed for routes with `jwt` and `cognito`. */
  authorizers?: AuthorizersArgs;
  /** Limits of clients with a key; needed for routes with `apiKeyRequired`. */
  usagePlan?: UsagePlanArgs;
  /** Clients that get a key of the plan. */
  apiKeys?: ApiKeyArgs[];
  /** Lets pages of other origins call the API. Default none may. */
  cors?: CorsArgs;
  /** How the gateway words its own errors. Default `gateway`, AWS's `{ "message" }`. */
  errorBody?: ErrorBody;
  /** Web ACL in front of the stage, REGIONAL. Default none, which the policy pack refuses in prod. */
  webAcl?: WebAcl;
  /** Limits of each method. Default 100 requests per second, 50 at once. */
  throttle?: Throttle;
  /** Days the logs of the stage are kept, one of the periods of CloudWatch Logs. Default 30. */
  accessLogRetentionDays?: number;
  /** A cache for the routes that say so, encrypted. It is paid by the hour. Default none. */
  cache?: { sizeGigabytes?: "0.5" | "1.6" | "6.1" | "13.5" | "28.4" | "58.2" | "118" | "237" };
  /** The API's own name; the execute-api endpoint is then off. */
  domain?: CustomDomainArgs;
  /** A certificate by which HTTP backends know the gateway. Default true where a route has such a backend. */
  clientCertificate?: boolean;
  /** Who may call, beside authorizers; a statement without `Resource` is about the whole API. Default everybody reaches the authorizers. */
  resourcePolicy?: PolicyStatement[];
  /** Content types passed on as bytes, for example `image/png`. Default none. */
  binaryMediaTypes?: string[];
  /** Answers of at least so many bytes are compressed for clients that ask for it, 0 to 10485760. Default none are. */
  minimumCompressionBytes?: number;
  /**
   * Service level objective: percent of the requests that must not fail in the API or behind it, over 30 days, 90 to below
   * 100. Alarms tell when the failures it allows are used up too fast. Default 99.9; `false` for no objective.
   */
  availabilityTarget?: number | false;
  /**
   * How the stack asks the API from outside whether it is there. Default as a stranger, who must be refused; `false` not at
   * all, for an API that the internet cannot reach.
   */
  outsideProbe?: RequestProbe | false;
  /** Bounds the roles the API makes. */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags beside the provider's default tags. */
  tags?: Record<string, pulumi.Input<string>>;
  /** Adjusts the children: defaults, then these, then what the design requires. */
  overrides?: RestApiOverrides;
}
