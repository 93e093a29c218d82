import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import type { Monitoring } from "../observability/monitoring";

export interface AccountDetectionArgs {
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * GuardDuty's detector and Security Hub of one account, in one region: for the two accounts whose own nobody else makes as it
 * should be. The account that is to administer needs them before it is designated, because designation makes those that are
 * missing, with AWS's settings and out of the program's hands. The management account is never enabled by an administrator.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
 * https://docs.aws.amazon.com/securityhub/latest/userguide/designate-orgs-admin-account.html
 *
 * @example
 * new AccountDetection("detection-security-eu-west-1", {}, { providers: [provider] });
 */
export class AccountDetection extends PlatformComponent {
  readonly detector: aws.guardduty.Detector;
  readonly hub: aws.securityhub.Account;
  /** Nothing that has a metric: what is found is told by the administrator. */
  readonly monitoring: Monitoring;

  constructor(name: string, args: AccountDetectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "AccountDetection", name, opts);
    this.detector = new aws.guardduty.Detector(
      `${name}-detector`,
      // The default is six hours, which is long for somebody who is inside.
      { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES", tags: args.tags },
      this.childOptions(),
    );
    this.hub = new aws.securityhub.Account(
      `${name}-hub`,
      {
        // The administrator's policy chooses the standards, not AWS. One finding per control, not per control and standard.
        enableDefaultStandards: false,
        autoEnableControls: true,
        controlFindingGenerator: "SECURITY_CONTROL",
      },
      this.childOptions(),
    );
    this.monitoring = { title: `Detection ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({ detectorId: this.detector.id, hubArn: this.hub.arn });
  }
}
