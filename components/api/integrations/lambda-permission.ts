import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Function as LambdaFunction } from "../../compute/function";
import type { IntegrationSite } from "../integration";
import { arnPath } from "../route";

/**
 * Lets one route, on any stage of the API, invoke the function through its alias: the source ARN ends in the method and the path.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
 */
export function allowRoute(fn: LambdaFunction, site: IntegrationSite): aws.lambda.Permission {
  return fn.allowInvoke(site.name, {
    service: "apigateway.amazonaws.com",
    sourceArn: pulumi.interpolate`${site.executionArn}/*/${arnPath(site.route)}`,
    sourceAccount: site.account.id,
  });
}
