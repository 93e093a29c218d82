import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import type { Monitoring } from "../observability/monitoring";

export interface TrustedAccessArgs {
  /** Services that may act in every account, for example `guardduty.amazonaws.com`. */
  services: readonly string[];
}

/**
 * Trusted access for services of an organisation that something else has made, such as Control Tower: access that others
 * have enabled stays. An organisation made here lists its services itself.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services.html
 *
 * @example new TrustedAccess("trusted-access", { services: ["guardduty.amazonaws.com"] })
 */
export class TrustedAccess extends PlatformComponent {
  /** Nothing that has a metric. */
  readonly monitoring: Monitoring;

  constructor(name: string, args: TrustedAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("organization", "TrustedAccess", name, opts);
    for (const service of args.services)
      new aws.organizations.AwsServiceAccess(
        `${name}-${service.replace(/\.amazonaws\.com$/, "").replaceAll(".", "-")}`,
        { servicePrincipal: service },
        // Taking access away breaks the service in every account at once; a person does that.
        this.childOptions({ retainOnDelete: true }),
      );
    this.monitoring = { title: `Trusted access ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
