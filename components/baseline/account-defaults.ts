import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";

export interface AccountDefaultsArgs {
  /** Merged over the defaults. */
  overrides?: { passwordPolicy?: Partial<aws.iam.AccountPasswordPolicyArgs> };
}

/**
 * What holds for a whole account, whatever a program says: passwords of its users, and no public bucket.
 *
 * @example
 * new AccountDefaults("account", {});
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html
 */
export class AccountDefaults extends PlatformComponent {
  readonly monitoring: Monitoring;

  constructor(name: string, args: AccountDefaultsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("baseline", "AccountDefaults", name, opts);
    new aws.iam.AccountPasswordPolicy(
      `${name}-passwords`,
      withOverrides<aws.iam.AccountPasswordPolicyArgs>(
        { maxPasswordAge: 90, allowUsersToChangePassword: true, hardExpiry: false },
        args.overrides?.passwordPolicy,
        {
          minimumPasswordLength: 14,
          passwordReusePrevention: 24,
          requireLowercaseCharacters: true,
          requireUppercaseCharacters: true,
          requireNumbers: true,
          requireSymbols: true,
        },
      ),
      this.childOptions(),
    );
    new aws.s3.AccountPublicAccessBlock(
      `${name}-public-access-block`,
      {
        accountId: accountOf(this).id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      this.childOptions(),
    );
    this.monitoring = { title: "Defaults of the account", component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
