import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { InputError } from "../input-error";
import type { Monitoring } from "../observability/monitoring";

/** Services that take their administrator from AWS Organizations, once for all regions. */
export const organizationServices = [
  "access-analyzer.amazonaws.com",
  "config-multiaccountsetup.amazonaws.com",
  "config.amazonaws.com",
] as const;

export interface DelegatedAdministrationArgs {
  /** The account that administers for all the others, a member account. */
  accountId: pulumi.Input<string>;
  /** The account that delegates. */
  managementAccountId: string;
  /** The providers of the regions where GuardDuty and Security Hub get their administrator, by region. */
  regions: Record<string, pulumi.ProviderResource>;
  /** False where the trail is another's, such as Control Tower's. Default true. */
  cloudTrail?: boolean;
  /** Of {@link organizationServices}, those that are delegated. Default all. */
  services?: readonly (typeof organizationServices)[number][];
}

/**
 * Hands the administration of security services to an account of its own, so that nobody has to work in the management
 * account, which no guardrail holds.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html
 *
 * @example
 * new DelegatedAdministration("delegation", { accountId: security.id, managementAccountId, regions: { "eu-west-1": provider } });
 */
export class DelegatedAdministration extends PlatformComponent {
  /** Nothing that has a metric. */
  readonly monitoring: Monitoring;

  /** @throws InputError where the management account would administer itself */
  constructor(name: string, args: DelegatedAdministrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("organization", "DelegatedAdministration", name, opts);
    const { accountId } = args;
    if (accountId === args.managementAccountId)
      throw new InputError(
        "platform:organization:DelegatedAdministration",
        name,
        "accountId",
        accountId,
        "name a member account; AWS does not let the management account be its own delegate",
      );
    for (const service of args.services ?? organizationServices)
      new aws.organizations.DelegatedAdministrator(
        `${name}-${service.split(".")[0]}`,
        { accountId, servicePrincipal: service },
        this.childOptions(),
      );
    if (args.cloudTrail ?? true)
      new aws.cloudtrail.OrganizationDelegatedAdminAccount(`${name}-cloudtrail`, { accountId }, this.childOptions());
    for (const [region, provider] of Object.entries(args.regions)) {
      const options = this.childOptions({ provider });
      const inRegion = { adminAccountId: accountId };
      new aws.guardduty.OrganizationAdminAccount(`${name}-guardduty-${region}`, inRegion, options);
      new aws.securityhub.OrganizationAdminAccount(`${name}-securityhub-${region}`, inRegion, options);
    }
    this.monitoring = { title: `Delegation ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
