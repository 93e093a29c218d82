import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../access/policy-document";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import type { Monitoring } from "../observability/monitoring";

export interface LogDeliveryArgs {
  /** Name of the policy. Default `platform-log-delivery`. */
  policyName?: string;
}

/**
 * Lets the log service write the logs of every web ACL of an account and region, for web ACLs with
 * `logDeliveryPolicy: "account"`: CloudWatch Logs has no more than ten such policies per region.
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
 *
 * @example
 * new LogDelivery("log-delivery", {});
 */
export class LogDelivery extends PlatformComponent {
  readonly policy: aws.cloudwatch.LogResourcePolicy;
  readonly monitoring: Monitoring;

  constructor(name: string, args: LogDeliveryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("baseline", "LogDelivery", name, opts);
    const { id, partition, region } = accountOf(this);
    this.policy = new aws.cloudwatch.LogResourcePolicy(
      `${name}-policy`,
      {
        policyName: args.policyName ?? "platform-log-delivery",
        policyDocument: policyDocument([
          {
            Sid: "WriteWebAclLogs",
            Effect: "Allow",
            Principal: { Service: "delivery.logs.amazonaws.com" },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`arn:${partition}:logs:${region}:${id}:log-group:aws-waf-logs-*:log-stream:*`,
            Condition: {
              StringEquals: { "aws:SourceAccount": id },
              ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:${partition}:logs:${region}:${id}:*` },
            },
          },
        ]),
      },
      this.childOptions(),
    );
    this.monitoring = { title: "Log delivery", component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
