import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import type { Monitoring } from "../observability/monitoring";
import { configRules, type ConfigRule } from "./config-rules";

export interface ConfigurationRecorderArgs {
  /** Bucket of the log archive for configuration history. */
  bucketName: pulumi.Input<string>;
  /**
   * ARN of the archive's key, or of its alias: Config takes either.
   * https://docs.aws.amazon.com/config/latest/developerguide/manage-delivery-channel.html
   */
  keyArn: pulumi.Input<string>;
  /**
   * True in one region of the account: there what is global (IAM) is recorded too, and the service-linked role is made. False
   * elsewhere. https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
   */
  global: boolean;
  /** Rules. Default {@link configRules}. */
  rules?: readonly ConfigRule[];
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Records how every resource of an account and region is configured and how that changes, keeps the history in the log archive
 * and checks it by AWS's rules. Security Hub builds on it. https://docs.aws.amazon.com/config/latest/developerguide/
 *
 * @example
 * new ConfigurationRecorder("configuration", { bucketName, keyArn, global: true });
 */
export class ConfigurationRecorder extends PlatformComponent {
  readonly recorder: aws.cfg.Recorder;
  readonly monitoring: Monitoring;

  constructor(name: string, args: ConfigurationRecorderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("baseline", "ConfigurationRecorder", name, opts);
    const { id, partition } = accountOf(this);
    // Security Hub asks for this very role (control Config.1).
    const role = args.global
      ? new aws.iam.ServiceLinkedRole(`${name}-role`, { awsServiceName: "config.amazonaws.com" }, this.childOptions())
      : undefined;
    this.recorder = new aws.cfg.Recorder(
      `${name}-recorder`,
      {
        name: "default",
        roleArn: pulumi.interpolate`arn:${partition}:iam::${id}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: args.global },
        recordingMode: { recordingFrequency: "CONTINUOUS" },
      },
      this.childOptions({ dependsOn: role ? [role] : [] }),
    );
    const channel = new aws.cfg.DeliveryChannel(
      `${name}-channel`,
      {
        name: "default",
        s3BucketName: args.bucketName,
        s3KmsKeyArn: args.keyArn,
        snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
      },
      this.childOptions({ dependsOn: [this.recorder] }),
    );
    const status = new aws.cfg.RecorderStatus(
      `${name}-recording`,
      { name: this.recorder.name, isEnabled: true },
      // Config starts no recorder that has nowhere to deliver to.
      this.childOptions({ dependsOn: [channel] }),
    );
    for (const rule of args.rules ?? configRules) if (args.global || !rule.global) this.check(rule, args, status);
    this.monitoring = { title: "Configuration history", component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }

  private check(rule: ConfigRule, args: ConfigurationRecorderArgs, status: aws.cfg.RecorderStatus): void {
    new aws.cfg.Rule(
      `${this.componentName}-${rule.name}`,
      {
        name: rule.name,
        description: rule.why,
        source: { owner: "AWS", sourceIdentifier: rule.identifier },
        inputParameters: rule.parameters && JSON.stringify(rule.parameters),
        tags: args.tags,
      },
      this.childOptions({ dependsOn: [status] }),
    );
  }
}
