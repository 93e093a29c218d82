import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../access/policy-document";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import type { Monitoring } from "./monitoring";

export interface LogDeliveryArgs {
  /**
   * ARNs of the log groups. Default every group of the account and region whose name is one that services with delivered logs
   * ask for: `aws-waf-logs-…` of web ACLs, `/aws/vendedlogs/…` of state machines and user pools.
   */
  logGroupArns?: pulumi.Input<string>[];
  /** Name of the policy, unique per account and region. Default the component's name. */
  policyName?: pulumi.Input<string>;
}

/**
 * Lets the log service write what other services deliver, by a resource policy of CloudWatch Logs. There are no more than ten of
 * those in an account and region, and where none lets a service deliver AWS makes one more, so many log groups share one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
 *
 * @example
 * const logDelivery = new LogDelivery("log-delivery", {});
 * new WebAcl("api", { scope: "REGIONAL", key, logDelivery });
 */
export class LogDelivery extends PlatformComponent {
  readonly policy: aws.cloudwatch.LogResourcePolicy;
  readonly monitoring: Monitoring;

  constructor(name: string, args: LogDeliveryArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "LogDelivery", name, opts);
    const { id, partition, region } = accountOf(this);
    const groups = pulumi.interpolate`arn:${partition}:logs:${region}:${id}:log-group:`;
    const {
      logGroupArns = ["aws-waf-logs-*", "/aws/vendedlogs/*"].map((each) => pulumi.interpolate`${groups}${each}`),
    } = args;
    this.policy = new aws.cloudwatch.LogResourcePolicy(
      `${name}-policy`,
      {
        policyName: args.policyName ?? name,
        policyDocument: policyDocument([
          {
            Sid: "WriteDeliveredLogs",
            Effect: "Allow",
            Principal: { Service: "delivery.logs.amazonaws.com" },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: logGroupArns.map((arn) => pulumi.interpolate`${arn}:log-stream:*`),
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
