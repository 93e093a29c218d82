import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { withOverrides } from "../overrides";
import { ACCESS_LOG_FORMAT, type LogGroups } from "./access-log";
import type { ApiDefinition } from "./api-definition";
import type { RestApiArgs } from "./rest-api-args";

/**
 * Makes the deployment. A change of any part of the definition makes a new one before the old is deleted, so that the stage
 * always points to one: never set `deleteBeforeReplace` on it.
 */
export function createDeployment(
  name: string,
  api: aws.apigateway.RestApi,
  definition: ApiDefinition,
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.Deployment {
  const triggers = definition.triggers();
  return new aws.apigateway.Deployment(
    `${name}-deployment`,
    { restApi: api.id, triggers },
    pulumi.mergeOptions(opts, { dependsOn: definition.resources }),
  );
}

/** Makes the certificate by which HTTP backends know the gateway; not made where there is none. */
export function createClientCertificate(
  name: string,
  args: RestApiArgs,
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.ClientCertificate | undefined {
  const hasBackend = args.routes.some(({ integration }) => ["http", "vpc-link"].includes(integration.kind));
  if (!(args.clientCertificate ?? hasBackend)) return undefined;
  return new aws.apigateway.ClientCertificate(
    `${name}-client-certificate`,
    { description: `Presented to the backends of ${args.apiName ?? name}.`, tags: args.tags },
    opts,
  );
}

/**
 * Makes the stage. Its execution log needs the role that API Gateway has in this account and region: a singleton of the
 * account's baseline, without which creating the stage's settings fails.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 *
 * @param needs what must exist before the first call: permissions, policies of roles
 */
export function createStage(
  name: string,
  args: RestApiArgs,
  api: aws.apigateway.RestApi,
  deployment: aws.apigateway.Deployment,
  logs: LogGroups,
  certificate: aws.apigateway.ClientCertificate | undefined,
  needs: pulumi.Resource[],
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.Stage {
  return new aws.apigateway.Stage(
    `${name}-stage`,
    withOverrides<aws.apigateway.StageArgs>(
      { description: args.description, xrayTracingEnabled: true, tags: args.tags },
      args.overrides?.stage,
      {
        restApi: api.id,
        deployment: deployment.id,
        stageName: args.stageName,
        ...(args.stageVariables ? { variables: args.stageVariables } : {}),
        accessLogSettings: { destinationArn: logs.access.arn, format: ACCESS_LOG_FORMAT },
        ...(args.cache
          ? { cacheClusterEnabled: true, cacheClusterSize: args.cache.sizeGigabytes ?? "0.5" }
          : { cacheClusterEnabled: false }),
        ...(certificate ? { clientCertificateId: certificate.id } : {}),
      },
    ),
    pulumi.mergeOptions(opts, { dependsOn: [logs.execution, ...needs] }),
  );
}
