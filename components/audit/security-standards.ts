import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";

/** A standard of Security Hub. https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html */
export type SecurityStandard = "fsbp" | "cis";

export interface SecurityStandardsArgs {
  /** What is measured: ids of organisational units (with the accounts in them) and of accounts, by a name. */
  targets: Record<string, pulumi.Input<string>>;
  /** What they are measured by. Default AWS Foundational Security Best Practices and CIS AWS Foundations 3.0. */
  standards?: SecurityStandard[];
  /** Regions whose findings come together in this one. Default every region of AWS. */
  linkedRegions?: string[];
  /** Controls that are not looked at, for example `CloudTrail.5`. Default none. */
  disabledControls?: string[];
}

const PATHS: Record<SecurityStandard, string> = {
  fsbp: "aws-foundational-security-best-practices/v/1.0.0",
  cis: "cis-aws-foundations-benchmark/v/3.0.0",
};

const TYPE = "platform:audit:SecurityStandards";
const PAGE = "https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html";

/**
 * Security Hub for the whole organisation: one policy measures every account of the targets, present and future, in all linked
 * regions by the same standards, and their findings come together here. Made by Security Hub's delegated administrator, in its
 * home region, where Security Hub is on (`AccountDetection`). https://docs.aws.amazon.com/securityhub/latest/userguide/central-configuration-intro.html
 *
 * @example
 * new SecurityStandards("standards", { targets: { production: "ou-ab12-cdefgh34" } });
 */
export class SecurityStandards extends PlatformComponent {
  readonly policy: aws.securityhub.ConfigurationPolicy;
  readonly monitoring: Monitoring;

  /** @throws InputError without a target or standard, or for a standard or control that is none */
  constructor(name: string, args: SecurityStandardsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "SecurityStandards", name, opts);
    checkArgs(name, args);
    const aggregator = new aws.securityhub.FindingAggregator(
      `${name}-regions`,
      args.linkedRegions
        ? { linkingMode: "SPECIFIED_REGIONS", specifiedRegions: args.linkedRegions }
        : { linkingMode: "ALL_REGIONS" },
      this.childOptions(),
    );
    const organization = new aws.securityhub.OrganizationConfiguration(
      `${name}-organization`,
      {
        // Both are the policy's business, and refused otherwise.
        autoEnable: false,
        autoEnableStandards: "NONE",
        organizationConfiguration: { configurationType: "CENTRAL" },
      },
      this.childOptions({ dependsOn: [aggregator] }),
    );
    this.policy = this.createPolicy(name, args, organization);
    for (const [target, targetId] of Object.entries(args.targets))
      new aws.securityhub.ConfigurationPolicyAssociation(
        `${name}-${target}`,
        { policyId: this.policy.id, targetId },
        this.childOptions(),
      );
    this.monitoring = { title: "Security standards", component: name, alarms: [], widgets: [] };
    this.registerOutputs({ policyId: this.policy.id });
  }

  private createPolicy(
    name: string,
    args: SecurityStandardsArgs,
    organization: pulumi.Resource,
  ): aws.securityhub.ConfigurationPolicy {
    const { partition, region } = accountOf(this);
    const standards = args.standards ?? ["fsbp", "cis"];
    return new aws.securityhub.ConfigurationPolicy(
      `${name}-policy`,
      {
        name,
        description: "What every account is measured by.",
        configurationPolicy: {
          serviceEnabled: true,
          enabledStandardArns: standards.map(
            (each) => pulumi.interpolate`arn:${partition}:securityhub:${region}::standards/${PATHS[each]}`,
          ),
          securityControlsConfiguration: { disabledControlIdentifiers: args.disabledControls ?? [] },
        },
      },
      this.childOptions({ dependsOn: [organization] }),
    );
  }
}

function checkArgs(name: string, { targets, standards, linkedRegions, disabledControls }: SecurityStandardsArgs): void {
  const check = inputChecks(TYPE, name);
  if (Object.keys(targets).length === 0) check.fail("targets", targets, "name a unit or an account to measure");
  if (standards?.length === 0) check.fail("standards", [], "name at least one, or nothing is measured");
  standards?.forEach((each, index) => check.oneOf(`standards[${index}]`, each, Object.keys(PATHS), PAGE));
  if (linkedRegions?.length === 0) check.fail("linkedRegions", [], "name the regions, or leave it out for all");
  disabledControls?.forEach((each, index) =>
    check.matches(`disabledControls[${index}]`, each, /^[A-Za-z0-9]+\.\d+$/, "an id such as CloudTrail.5", PAGE),
  );
}
