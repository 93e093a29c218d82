import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ServiceRole } from "../access/service-role";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import type { Monitoring } from "../observability/monitoring";

export interface ApiGatewayLoggingArgs {
  /** Region of this setting, which keeps the names of two regions' roles apart. */
  region: string;
}

/**
 * The role with which API Gateway writes the logs of every stage of an account and region. There is one per account and region,
 * so that no system owns it. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 *
 * @example
 * new ApiGatewayLogging("api-logs", { region: "eu-west-1" });
 */
export class ApiGatewayLogging extends PlatformComponent {
  readonly account: aws.apigateway.Account;
  readonly monitoring: Monitoring;

  constructor(name: string, args: ApiGatewayLoggingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("baseline", "ApiGatewayLogging", name, opts);
    const role = new ServiceRole(
      `${name}-role`,
      {
        service: "apigateway.amazonaws.com",
        description: "Writes the logs of API Gateway's stages.",
        roleName: `PlatformApiGatewayLogs-${args.region}`,
        // API Gateway tries the role when it is set, with no account in the request.
        boundToAccount: false,
      },
      { parent: this },
    );
    const attachment = new aws.iam.RolePolicyAttachment(
      `${name}-permissions`,
      {
        role: role.role.name,
        // API Gateway refuses a role that lacks any of this policy's actions.
        policyArn: pulumi.interpolate`arn:${accountOf(this).partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`,
      },
      this.childOptions(),
    );
    this.account = new aws.apigateway.Account(
      `${name}-account`,
      { cloudwatchRoleArn: role.roleArn },
      this.childOptions({ dependsOn: [attachment] }),
    );
    this.monitoring = { title: "Logs of API Gateway", component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
