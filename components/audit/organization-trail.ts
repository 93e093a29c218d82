import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ServiceRole } from "../access/service-role";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { checkLogRetention } from "../compute/log-retention";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { removalOptions, type Removal } from "../removal";
import { trailMetrics } from "./trail-metrics";
import { trailMonitoring } from "./trail-monitoring";

export interface OrganizationTrailArgs {
  /** Up to 128 letters, digits, `.`, `_` and `-`. The archive's policy names the trail by it. */
  trailName: string;
  /** Bucket of the {@link LogArchive}. */
  bucketName: pulumi.Input<string>;
  /** ARN of the archive's key or of its alias. CloudTrail must be among its services. */
  archiveKeyArn: pulumi.Input<string>;
  /** Encrypts the log group; in the trail's account and region. */
  key: Key;
  /** Id of the organisation. */
  organizationId: pulumi.Input<string>;
  /** The management account, which owns the trail even where another account makes it. */
  managementAccountId: pulumi.Input<string>;
  /** What must exist first: the archive's policies, where they are in this stack. */
  dependsOn?: pulumi.Resource[];
  /** Days that the log group keeps events; the bucket keeps them longer. Default 365. */
  logRetentionDays?: number;
  /** Default `retain`. */
  removal?: Removal;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Merged over the defaults; regions, validation, key and organisation stay. */
  overrides?: { trail?: Partial<aws.cloudtrail.TrailArgs> };
}

const TYPE = "platform:audit:OrganizationTrail";
const NAMES = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html";

/**
 * The trail of the whole organisation: every call in every account and region, into the archive, with digests that prove that
 * no file was changed; and into a log group, whose metrics alarm on what single events do not show. Made by the management
 * account, or by CloudTrail's delegated administrator.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
 *
 * @example
 * new OrganizationTrail("trail", { trailName, bucketName, archiveKeyArn, key, organizationId, managementAccountId });
 */
export class OrganizationTrail extends PlatformComponent {
  readonly trail: aws.cloudtrail.Trail;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly monitoring: Monitoring;

  /** @throws InputError for a name or retention that AWS would refuse */
  constructor(name: string, args: OrganizationTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "OrganizationTrail", name, opts);
    const check = inputChecks(TYPE, name);
    const wanted = "3 to 128 letters, digits, ., _ and -";
    check.matches("trailName", args.trailName, /^[a-zA-Z0-9][\w.-]{1,126}[a-zA-Z0-9]$/, wanted, NAMES);
    checkLogRetention(check, "logRetentionDays", args.logRetentionDays);

    this.logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      {
        name: `/platform/trail/${args.trailName}`,
        kmsKeyId: args.key.arn,
        retentionInDays: args.logRetentionDays ?? 365,
        tags: args.tags,
      },
      this.childOptions(removalOptions(args.removal)),
    );
    const role = this.createLogRole(args);
    this.trail = new aws.cloudtrail.Trail(
      `${name}-trail`,
      withOverrides<aws.cloudtrail.TrailArgs>(
        {
          enableLogging: true,
          // Bursts of calls and of errors beside what the alarms know. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html
          insightSelectors: [{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }],
          tags: args.tags,
        },
        args.overrides?.trail,
        {
          name: args.trailName,
          s3BucketName: args.bucketName,
          kmsKeyId: args.archiveKeyArn,
          cloudWatchLogsGroupArn: pulumi.interpolate`${this.logGroup.arn}:*`,
          cloudWatchLogsRoleArn: role.roleArn,
          enableLogFileValidation: true,
          includeGlobalServiceEvents: true,
          isMultiRegionTrail: true,
          isOrganizationTrail: true,
        },
      ),
      this.childOptions({ ...removalOptions(args.removal), dependsOn: [role, ...(args.dependsOn ?? [])] }),
    );
    for (const metric of trailMetrics)
      new aws.cloudwatch.LogMetricFilter(
        `${name}-${metric.name}`,
        {
          name: `${args.trailName}-${metric.name}`,
          logGroupName: this.logGroup.name,
          pattern: metric.pattern,
          metricTransformation: {
            name: metric.metricName,
            namespace: metric.namespace,
            value: "1",
            // Without, a time with no event would have no data, and the graph would have holes.
            defaultValue: "0",
          },
        },
        this.childOptions(),
      );
    this.monitoring = trailMonitoring(name);
    this.registerOutputs({ trailArn: this.trail.arn });
  }

  /**
   * Writes the streams of this trail: of the management account, and of the organisation's members.
   * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
   */
  private createLogRole(args: OrganizationTrailArgs): ServiceRole {
    const { region } = accountOf(this);
    const streams = [
      pulumi.interpolate`${args.managementAccountId}_CloudTrail_${region}*`,
      pulumi.interpolate`${args.organizationId}_*`,
    ];
    return new ServiceRole(
      `${this.componentName}-log-role`,
      {
        service: "cloudtrail.amazonaws.com",
        description: "Writes the trail's events to its log group.",
        // It comes on behalf of the trail's owner, the management account, whose id is in no condition that AWS documents.
        boundToAccount: false,
        statements: [
          {
            sid: "WriteTrailStreams",
            actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
            resources: streams.map((stream) => pulumi.interpolate`${this.logGroup.arn}:log-stream:${stream}`),
          },
        ],
      },
      { parent: this },
    );
  }
}
