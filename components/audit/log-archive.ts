import type * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { Bucket } from "../data/bucket";
import { Key } from "../encryption/key";
import type { Monitoring } from "../observability/monitoring";
import { checkLogArchiveArgs, expiryOf, retentionOf, type LogArchiveArgs } from "./log-archive-args";
import { configurationStatements, trailStatements } from "./log-archive-policy";

/**
 * Where the logs of all accounts end and nobody can change them: a bucket for the organisation's trail, whose files are locked
 * against deletion, and one for the configuration history, with one key for both.
 *
 * They are two because Config delivers to no bucket that has a default retention. CloudTrail encrypts its digest files with a
 * key of S3 whatever the trail's key, so that the buckets' policies name who writes, and not with which key.
 * https://docs.aws.amazon.com/config/latest/developerguide/manage-delivery-channel.html
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
 *
 * @example
 * new LogArchive("archive", { ...names, organizationId, managementAccountId, accountIds });
 */
export class LogArchive extends PlatformComponent {
  readonly key: Key;
  readonly trailBucket: Bucket;
  readonly configurationBucket: Bucket;
  readonly monitoring: Monitoring;

  /** @throws InputError for a retention that S3 would refuse, or that outlasts the files */
  constructor(name: string, args: LogArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "LogArchive", name, opts);
    checkLogArchiveArgs(name, args);
    const { removal } = args;
    this.key = new Key(
      `${name}-key`,
      {
        description: "Trail and configuration history of all accounts",
        alias: args.keyAlias,
        services: ["cloudtrail", "config", "logs"],
        sourceAccounts: [args.managementAccountId, ...args.accountIds],
        removal,
      },
      { parent: this },
    );
    const accessLogs = new Bucket(
      `${name}-access-logs`,
      { logTarget: true, removal, lifecycle: { expireAfterDays: expiryOf(args) } },
      { parent: this },
    );
    const common = {
      key: this.key,
      accessLogs,
      uploadEncryption: "service" as const,
      lifecycle: { expireAfterDays: expiryOf(args) },
      // Who reads the archive at all is worth knowing.
      requestMetrics: true,
      removal,
    };
    this.trailBucket = new Bucket(
      `${name}-trail`,
      {
        ...common,
        bucketName: args.bucketNames.trail,
        objectLock: retentionOf(args),
        policyStatements: (arn) => trailStatements(arn, args, accountOf(this)),
      },
      { parent: this },
    );
    this.configurationBucket = new Bucket(
      `${name}-config`,
      {
        ...common,
        bucketName: args.bucketNames.configuration,
        policyStatements: (arn) => configurationStatements(arn, args),
      },
      { parent: this },
    );
    const { monitoring: trail } = this.trailBucket;
    const { monitoring: configuration } = this.configurationBucket;
    this.monitoring = {
      title: `Log archive ${name}`,
      component: name,
      alarms: [
        ...trail.alarms.map((alarm) => ({ ...alarm, name: `trail-${alarm.name}` })),
        ...configuration.alarms.map((alarm) => ({ ...alarm, name: `config-${alarm.name}` })),
      ],
      widgets: [...trail.widgets, ...configuration.widgets],
    };
    this.registerOutputs({ trailBucket: this.trailBucket.bucketName });
  }
}
