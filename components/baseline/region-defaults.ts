import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import type { Monitoring } from "../observability/monitoring";

export interface RegionDefaultsArgs {
  /** Encrypts every volume that names no key; of this region. */
  key: Key;
}

/**
 * What holds for one region of an account: volumes are encrypted, instances' metadata ask for a token, and neither snapshots
 * nor images can be made public.
 *
 * @example
 * new RegionDefaults("region", { key });
 *
 * https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
 */
export class RegionDefaults extends PlatformComponent {
  readonly monitoring: Monitoring;

  constructor(name: string, args: RegionDefaultsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("baseline", "RegionDefaults", name, opts);
    new aws.ebs.EncryptionByDefault(`${name}-volume-encryption`, { enabled: true }, this.childOptions());
    new aws.ebs.DefaultKmsKey(`${name}-volume-key`, { keyArn: args.key.arn }, this.childOptions());
    // Without a token, a request that a program is tricked into is enough for the instance's credentials.
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html
    new aws.ec2.InstanceMetadataDefaults(
      `${name}-instance-metadata`,
      { httpTokens: "required", httpPutResponseHopLimit: 1, instanceMetadataTags: "disabled" },
      this.childOptions(),
    );
    // https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
    new aws.ebs.SnapshotBlockPublicAccess(`${name}-snapshots`, { state: "block-all-sharing" }, this.childOptions());
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html
    new aws.ec2.ImageBlockPublicAccess(`${name}-images`, { state: "block-new-sharing" }, this.childOptions());
    this.monitoring = { title: "Defaults of the region", component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
