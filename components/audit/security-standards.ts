import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";

/** A standard of Security Hub. https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html */
export type SecurityStandard = "fsbp" | "cis";

export interface SecurityStandardsArgs {
  /** What every account is measured by. Default AWS Foundational Security Best Practices and CIS AWS Foundations 3.0. */
  standards?: SecurityStandard[];
  /** Regions whose findings come together in this one. Default every region of AWS. */
  linkedRegions?: string[];
}

const PATHS: Record<SecurityStandard, string> = {
  fsbp: "aws-foundational-security-best-practices/v/1.0.0",
  cis: "cis-aws-foundations-benchmark/v/3.0.0",
};

const TYPE = "platform:audit:SecurityStandards";
const PAGE = "https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html";

/**
 * Security Hub for the whole organisation, measured by the same standards everywhere: members, present and future, are enrolled
 * by it, and the findings of all regions come together here. Each account's baseline subscribes to the standards. Made by
 * Security Hub's delegated administrator, in its home region.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/designate-orgs-admin-account.html
 *
 * @example
 * new SecurityStandards("standards", {});
 */
export class SecurityStandards extends PlatformComponent {
  readonly account: aws.securityhub.Account;
  readonly aggregator: aws.securityhub.FindingAggregator;
  readonly monitoring: Monitoring;

  /** @throws InputError without a standard, or for one that is unknown */
  constructor(name: string, args: SecurityStandardsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "SecurityStandards", name, opts);
    const standards = args.standards ?? ["fsbp", "cis"];
    const check = inputChecks(TYPE, name);
    if (standards.length === 0) check.fail("standards", [], "name at least one, or nothing is measured");
    standards.forEach((each, index) => check.oneOf(`standards[${index}]`, each, Object.keys(PATHS), PAGE));
    if (args.linkedRegions?.length === 0) check.fail("linkedRegions", [], "name the regions, or leave it out for all");

    this.account = new aws.securityhub.Account(
      `${name}-hub`,
      {
        // The standards are chosen here, not by AWS. One finding per control, not per control and standard.
        enableDefaultStandards: false,
        autoEnableControls: true,
        controlFindingGenerator: "SECURITY_CONTROL",
      },
      this.childOptions(),
    );
    this.aggregator = new aws.securityhub.FindingAggregator(
      `${name}-regions`,
      args.linkedRegions
        ? { linkingMode: "SPECIFIED_REGIONS", specifiedRegions: args.linkedRegions }
        : { linkingMode: "ALL_REGIONS" },
      this.childOptions({ dependsOn: [this.account] }),
    );
    this.measureAll(name, standards);
    this.monitoring = { title: "Security standards", component: name, alarms: [], widgets: [] };
    this.registerOutputs({ hubArn: this.account.arn });
  }

  /** New members get Security Hub by the organisation's configuration, this account by its own subscriptions. */
  private measureAll(name: string, standards: SecurityStandard[]): void {
    new aws.securityhub.OrganizationConfiguration(
      `${name}-organization`,
      {
        autoEnable: true,
        // AWS's defaults are older ones; each account's baseline subscribes to those chosen here.
        autoEnableStandards: "NONE",
      },
      this.childOptions({ dependsOn: [this.aggregator] }),
    );
    for (const standard of standards)
      new aws.securityhub.StandardsSubscription(
        `${name}-${standard}`,
        { standardsArn: standardArn(this, standard) },
        this.childOptions({ dependsOn: [this.account] }),
      );
  }
}

/**
 * ARN of a standard in the region of a component.
 *
 * @param parent whose region counts
 */
export function standardArn(parent: pulumi.Resource, standard: SecurityStandard): pulumi.Output<string> {
  const { partition, region } = accountOf(parent);
  return pulumi.interpolate`arn:${partition}:securityhub:${region}::standards/${PATHS[standard]}`;
}
