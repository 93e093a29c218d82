import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import type { Route } from "./route";

/** Where an integration is put: the route and the API around it. */
export interface IntegrationSite {
  /** Start of the names of children, `<api>-<route>`. */
  name: string;
  /** Start of the physical names of what is made for the route, unique in the account and region. */
  physicalName: string;
  route: Route;
  timeoutMilliseconds: number;
  /** Variables of the stage, which URIs may refer to. */
  stageVariables: Record<string, string>;
  /** ARN of the API, the start of the source ARNs of its methods. */
  executionArn: pulumi.Output<string>;
  account: Account;
  /** Bounds the roles that integrations make. */
  permissionsBoundary?: pulumi.Input<string>;
  /** Options of a child of the API. */
  childOptions(more?: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions;
}

/** One answer that a mapped integration can give. */
export interface IntegrationAnswer {
  /** For example `200`. */
  statusCode: string;
  /** Regular expression over the error of a function or the status of a service. The answer without one takes the rest. */
  selectionPattern?: string;
  /** Mapping template of the body, in VTL. https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html */
  template: pulumi.Input<string>;
  /** Headers by name, with mapping expressions such as `'no-store'` (quoted) or `integration.response.header.ETag`. */
  headers?: Record<string, pulumi.Input<string>>;
}

/** What an integration contributes to a route. */
export interface BoundIntegration {
  integration: Omit<aws.apigateway.IntegrationArgs, "restApi" | "resourceId" | "httpMethod">;
  /** Answers of a mapped integration; empty for a proxy, whose backend writes the whole answer. */
  answers: IntegrationAnswer[];
  /** What must exist before the first call: permissions, policies of roles. */
  needs: pulumi.Resource[];
}

/** What an API passes a request on to. Made by the functions in `integrations/`. */
export interface Integration {
  kind: "lambda-proxy" | "lambda-mapped" | "sqs" | "http" | "vpc-link" | "mock";
  /** Milliseconds after which the backend gives up by itself; absent where that is not known. */
  backendTimeoutMilliseconds?: number;
  /**
   * Refuses what cannot work, before anything is made.
   *
   * @param fail throws the error for a field of the route, for example `integration.aliasStageVariable`
   */
  check(
    route: Route,
    stageVariables: Record<string, string>,
    fail: (field: string, value: unknown, fix: string) => never,
  ): void;
  /** Makes what the integration needs and tells how the gateway calls it. */
  bind(site: IntegrationSite): BoundIntegration;
}
