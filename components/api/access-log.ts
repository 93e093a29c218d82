import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Key } from "../encryption/key";
import { withOverrides } from "../overrides";

/**
 * What a line of the access log says, in JSON. No query string, header, token or key, and no parameter's value: the resource's
 * path stands for the called one. `error.responseType` says why the gateway refused; its message could quote the body.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const FIELDS: Record<string, string> = {
  requestId: "requestId",
  extendedRequestId: "extendedRequestId",
  requestTimeEpoch: "requestTimeEpoch",
  sourceIp: "identity.sourceIp",
  httpMethod: "httpMethod",
  resourcePath: "resourcePath",
  stage: "stage",
  protocol: "protocol",
  status: "status",
  responseType: "error.responseType",
  responseLength: "responseLength",
  responseLatency: "responseLatency",
  principalId: "authorizer.principalId",
  authorizerStatus: "authorizer.status",
  authorizerLatency: "authorizer.latency",
  apiKeyId: "identity.apiKeyId",
  integrationStatus: "integration.status",
  integrationLatency: "integration.latency",
  integrationRequestId: "integration.requestId",
  wafStatus: "waf.status",
  traceId: "xrayTraceId",
};

/** The format of the access log. Every value is quoted, since a missing one is `-`. */
export const ACCESS_LOG_FORMAT = JSON.stringify(
  Object.fromEntries(Object.entries(FIELDS).map(([field, variable]) => [field, `$context.${variable}`])),
);

export interface LogGroups {
  /** One line a request. */
  access: aws.cloudwatch.LogGroup;
  /** What API Gateway writes about requests it could not serve. */
  execution: aws.cloudwatch.LogGroup;
}

/**
 * Makes the stage's two log groups. API Gateway would make the second by itself, without a key and kept for ever, so it is
 * made first, under the name the service will use.
 */
export function createLogGroups(
  name: string,
  args: {
    apiName: string;
    stageName: string;
    key: Key;
    retentionInDays: number;
    overrides?: {
      accessLogGroup?: Partial<aws.cloudwatch.LogGroupArgs>;
      executionLogGroup?: Partial<aws.cloudwatch.LogGroupArgs>;
    };
  },
  api: aws.apigateway.RestApi,
  opts: pulumi.CustomResourceOptions,
): LogGroups {
  const { apiName, stageName, key, retentionInDays, overrides } = args;
  const create = (
    suffix: string,
    groupName: pulumi.Input<string>,
    own: Partial<aws.cloudwatch.LogGroupArgs> | undefined,
  ) =>
    new aws.cloudwatch.LogGroup(
      `${name}-${suffix}`,
      withOverrides<aws.cloudwatch.LogGroupArgs>({ retentionInDays }, own, { name: groupName, kmsKeyId: key.arn }),
      opts,
    );
  return {
    access: create("access-logs", `/aws/apigateway/${apiName}/${stageName}/access`, overrides?.accessLogGroup),
    execution: create(
      "execution-logs",
      pulumi.interpolate`API-Gateway-Execution-Logs_${api.id}/${stageName}`,
      overrides?.executionLogGroup,
    ),
  };
}
