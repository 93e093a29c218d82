import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../access/policy-document";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "./monitoring";

/** What accounts share with the one that looks at all of them. https://docs.aws.amazon.com/OAM/latest/APIReference/API_CreateLink.html */
export const sharedTelemetry = ["AWS::CloudWatch::Metric", "AWS::Logs::LogGroup", "AWS::XRay::Trace"];

export interface ObservabilitySinkArgs {
  /** Id of the organisation whose accounts may link, for example `o-a1b2c3d4e5`. */
  organizationId: pulumi.Input<string>;
  /** Up to 255 letters, digits, `_`, `.` and `-`. Default the component's name. An account has one sink per region. */
  sinkName?: string;
}

/**
 * Where metrics, logs and traces of all accounts can be looked at: each links to it with an {@link ObservabilityLink}. Nothing
 * is copied. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Unified-Cross-Account.html
 *
 * @example
 * const sink = new ObservabilitySink("everything", { organizationId: "o-a1b2c3d4e5" });
 */
export class ObservabilitySink extends PlatformComponent {
  readonly sink: aws.oam.Sink;
  readonly arn: pulumi.Output<string>;
  readonly monitoring: Monitoring;

  /** @throws InputError for a name that OAM would refuse, and for what is no organisation */
  constructor(name: string, args: ObservabilitySinkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "ObservabilitySink", name, opts);
    const check = inputChecks("platform:observability:ObservabilitySink", name);
    const page = "https://docs.aws.amazon.com/OAM/latest/APIReference/API_CreateSink.html";
    check.matches("sinkName", args.sinkName, /^[\w.-]{1,255}$/, "up to 255 letters, digits, _, . and -", page);
    check.matches("organizationId", args.organizationId, /^o-[a-z0-9]{10,32}$/, "an id such as o-a1b2c3d4e5", page);
    this.sink = new aws.oam.Sink(`${name}-sink`, { name: args.sinkName ?? name }, this.childOptions());
    this.arn = this.sink.arn;
    new aws.oam.SinkPolicy(
      `${name}-policy`,
      {
        sinkIdentifier: this.arn,
        policy: policyDocument([
          {
            Sid: "AllowLinksOfOrganization",
            Effect: "Allow",
            Principal: "*",
            Action: ["oam:CreateLink", "oam:UpdateLink"],
            // A sink's policy is about the sink alone, and OAM takes no ARN here.
            Resource: "*",
            Condition: {
              StringEquals: { "aws:PrincipalOrgID": args.organizationId },
              "ForAllValues:StringEquals": { "oam:ResourceTypes": sharedTelemetry },
            },
          },
        ]),
      },
      this.childOptions(),
    );
    this.monitoring = { title: "All accounts", component: name, alarms: [], widgets: [] };
    this.registerOutputs({ arn: this.arn });
  }
}
