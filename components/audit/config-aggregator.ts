import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { ServiceRole } from "../access/service-role";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";

export interface ConfigAggregatorArgs {
  /** Up to 256 letters, digits, `_` and `-`. Default the component's name. */
  aggregatorName?: string;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * One view of what Config records in all accounts and regions of the organisation. Made by Config's delegated administrator.
 * https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html
 *
 * @example
 * new ConfigAggregator("configuration", {});
 */
export class ConfigAggregator extends PlatformComponent {
  readonly aggregator: aws.cfg.ConfigurationAggregator;
  readonly monitoring: Monitoring;

  /** @throws InputError for a name that Config would refuse */
  constructor(name: string, args: ConfigAggregatorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "ConfigAggregator", name, opts);
    inputChecks("platform:audit:ConfigAggregator", name).matches(
      "aggregatorName",
      args.aggregatorName ?? name,
      /^[\w-]{1,256}$/,
      "up to 256 letters, digits, _ and -",
      "https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationAggregator.html",
    );
    const role = new ServiceRole(
      `${name}-role`,
      {
        service: "config.amazonaws.com",
        description: "Finds the accounts of the organisation, whose configuration is put together.",
        statements: [
          {
            // What AWS's managed policy AWSConfigRoleForOrganizations allows.
            sid: "FindAccounts",
            actions: [
              "organizations:DescribeOrganization",
              "organizations:ListAccounts",
              "organizations:ListAWSServiceAccessForOrganization",
              "organizations:ListDelegatedAdministrators",
            ],
            resources: ["*"],
            wildcardReason: "These actions are about the organisation, and take no resource.",
          },
        ],
      },
      { parent: this },
    );
    this.aggregator = new aws.cfg.ConfigurationAggregator(
      `${name}-aggregator`,
      {
        name: args.aggregatorName ?? name,
        organizationAggregationSource: { allRegions: true, roleArn: role.roleArn },
        tags: args.tags,
      },
      this.childOptions({ dependsOn: [role] }),
    );
    this.monitoring = { title: "Configuration of all accounts", component: name, alarms: [], widgets: [] };
    this.registerOutputs({ aggregatorArn: this.aggregator.arn });
  }
}
