import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "./monitoring";
import { sharedTelemetry } from "./observability-sink";

export interface ObservabilityLinkArgs {
  /** ARN of the {@link ObservabilitySink}, in another account and this region. */
  sinkArn: pulumi.Input<string>;
}

/**
 * Shows metrics, logs and traces of an account and region to the account that looks at all of them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Unified-Cross-Account-Setup.html
 *
 * @example
 * new ObservabilityLink("everything", { sinkArn });
 */
export class ObservabilityLink extends PlatformComponent {
  readonly link: aws.oam.Link;
  readonly monitoring: Monitoring;

  /** @throws InputError for what is no sink */
  constructor(name: string, args: ObservabilityLinkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "ObservabilityLink", name, opts);
    inputChecks("platform:observability:ObservabilityLink", name).matches(
      "sinkArn",
      args.sinkArn,
      /^arn:[\w-]+:oam:[a-z0-9-]+:\d{12}:sink\/[\w-]+$/,
      "the ARN of a sink",
      "https://docs.aws.amazon.com/OAM/latest/APIReference/API_CreateLink.html",
    );
    this.link = new aws.oam.Link(
      `${name}-link`,
      { labelTemplate: "$AccountName", resourceTypes: sharedTelemetry, sinkIdentifier: args.sinkArn },
      this.childOptions(),
    );
    this.monitoring = { title: "Link to all accounts", component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
