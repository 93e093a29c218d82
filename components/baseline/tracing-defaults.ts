import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../access/policy-document";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import type { Monitoring } from "../observability/monitoring";

export interface TracingDefaultsArgs {
  /** Encrypts the traces; of this region. */
  key: Key;
}

/**
 * X-Ray for one region of an account: traces are encrypted with the account's key, and topics may send theirs.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-console-encryption.html
 *
 * @example
 * new TracingDefaults("tracing", { key });
 */
export class TracingDefaults extends PlatformComponent {
  readonly monitoring: Monitoring;

  constructor(name: string, args: TracingDefaultsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("baseline", "TracingDefaults", name, opts);
    const { id, partition, region } = accountOf(this);
    new aws.xray.EncryptionConfig(`${name}-encryption`, { type: "KMS", keyId: args.key.arn }, this.childOptions());
    // https://docs.aws.amazon.com/xray/latest/devguide/xray-services-sns.html
    new aws.xray.ResourcePolicy(
      `${name}-topics`,
      {
        policyName: "platform-sns-tracing",
        policyDocument: policyDocument([
          {
            Sid: "AllowTopicsToTrace",
            Effect: "Allow",
            Principal: { Service: "sns.amazonaws.com" },
            Action: ["xray:PutTraceSegments", "xray:GetSamplingRules", "xray:GetSamplingTargets"],
            Resource: "*",
            Condition: {
              StringEquals: { "aws:SourceAccount": id },
              StringLike: { "aws:SourceArn": pulumi.interpolate`arn:${partition}:sns:${region}:${id}:*` },
            },
          },
        ]),
      },
      this.childOptions(),
    );
    this.monitoring = { title: "Traces", component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
