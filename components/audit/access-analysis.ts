import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";

export interface AccessAnalysisArgs {
  /**
   * Who is inside: `organization` tells of access from outside the organisation, `account` of access from outside the account.
   * Only the delegated administrator can make the former.
   */
  zone: "organization" | "account";
  /**
   * Days after which a permission, role or key counts as unused, 1 to 365; `false` leaves this analysis out, which is billed
   * by identity. Default 90.
   */
  unusedAfterDays?: number | false;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * IAM Access Analyzer: proves from the policies what can be reached from outside, and tells which permissions nobody uses.
 * The former is regional, the latter about identities, which are global: one of them is enough.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html
 *
 * @example
 * new AccessAnalysis("access", { zone: "organization" });
 */
export class AccessAnalysis extends PlatformComponent {
  readonly external: aws.accessanalyzer.Analyzer;
  readonly unused?: aws.accessanalyzer.Analyzer;
  readonly monitoring: Monitoring;

  /** @throws InputError for a number of days that the analyzer does not take */
  constructor(name: string, args: AccessAnalysisArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "AccessAnalysis", name, opts);
    const check = inputChecks("platform:audit:AccessAnalysis", name);
    const page = "https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_UnusedAccessConfiguration.html";
    const days = args.unusedAfterDays ?? 90;
    if (days !== false) check.integer("unusedAfterDays", days, 1, 365, page);
    const zone = args.zone.toUpperCase();

    this.external = new aws.accessanalyzer.Analyzer(
      `${name}-external`,
      { analyzerName: `${name}-external`, type: zone, tags: args.tags },
      this.childOptions(),
    );
    if (days !== false)
      this.unused = new aws.accessanalyzer.Analyzer(
        `${name}-unused`,
        {
          analyzerName: `${name}-unused`,
          type: `${zone}_UNUSED_ACCESS`,
          configuration: { unusedAccess: { unusedAccessAge: days } },
          tags: args.tags,
        },
        this.childOptions(),
      );
    this.monitoring = { title: "Access from outside", component: name, alarms: [], widgets: [] };
    this.registerOutputs({ analyzerArn: this.external.arn });
  }
}
