import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { encryptionOf, logSources, type BucketArgs, type BucketCorsRule, type BucketLifecycle } from "./bucket-args";

/** What one of a bucket's settings is made with. */
export interface SettingsSite {
  /** Starts the names of the resources. */
  name: string;
  bucket: aws.s3.Bucket;
  opts: pulumi.CustomResourceOptions;
}

/** Encryption by default. The bucket key saves nearly all calls to KMS. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html */
export function createEncryption({ name, bucket, opts }: SettingsSite, args: BucketArgs): void {
  const sseAlgorithm = encryptionOf(args);
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    {
      bucket: bucket.bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm, ...(args.key && { kmsMasterKeyId: args.key.arn }) },
          ...(sseAlgorithm === "aws:kms" && { bucketKeyEnabled: true }),
        },
      ],
    },
    opts,
  );
}

/** Nothing public, whatever a policy or ACL says. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export function createPublicAccessBlock({ name, bucket, opts }: SettingsSite): aws.s3.BucketPublicAccessBlock {
  return new aws.s3.BucketPublicAccessBlock(
    `${name}-public-access-block`,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
}

/**
 * ACLs are off. The one exception is a bucket for CloudFront's standard logs: CloudFront adds a grant for itself to the
 * bucket's ACL when a distribution names it.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
 */
export function createOwnership({ name, bucket, opts }: SettingsSite, args: BucketArgs): void {
  const withAcl = logSources(args).includes("cloudFront");
  const ownership = new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    {
      bucket: bucket.bucket,
      rule: { objectOwnership: withAcl ? "BucketOwnerPreferred" : "BucketOwnerEnforced" },
    },
    opts,
  );
  if (withAcl)
    new aws.s3.BucketAcl(
      `${name}-acl`,
      { bucket: bucket.bucket, acl: "private" },
      // S3 refuses an ACL as long as they are off.
      { ...opts, dependsOn: [ownership] },
    );
}

/** Keeps overwritten and deleted objects. https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html */
export function createVersioning({ name, bucket, opts }: SettingsSite, enabled: boolean): aws.s3.BucketVersioning {
  return new aws.s3.BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.bucket, versioningConfiguration: { status: enabled ? "Enabled" : "Suspended" } },
    opts,
  );
}

/**
 * Drops what nobody sees any more, and expires objects where asked.
 *
 * @param versioning must exist first: a rule on noncurrent versions waits for it
 */
export function createLifecycle(
  { name, bucket, opts }: SettingsSite,
  lifecycle: BucketLifecycle,
  versioning: aws.s3.BucketVersioning,
): void {
  const everything = { status: "Enabled", filter: { prefix: "" } };
  const { expireAfterDays } = lifecycle;
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    {
      bucket: bucket.bucket,
      rules: [
        {
          id: "abort-incomplete-uploads",
          ...everything,
          abortIncompleteMultipartUpload: { daysAfterInitiation: lifecycle.abortIncompleteUploadsAfterDays ?? 7 },
        },
        {
          id: "expire-noncurrent-versions",
          ...everything,
          noncurrentVersionExpiration: { noncurrentDays: lifecycle.noncurrentVersionsExpireAfterDays ?? 90 },
          // Where objects expire by age, S3 removes the markers that stay behind by itself.
          ...(expireAfterDays === undefined && { expiration: { expiredObjectDeleteMarker: true } }),
        },
        ...(expireAfterDays === undefined
          ? []
          : [{ id: "expire-objects", ...everything, expiration: { days: expireAfterDays } }]),
        ...(lifecycle.rules ?? []),
      ],
    },
    { ...opts, dependsOn: [versioning] },
  );
}

/** Server access logs, in one folder per bucket and day of the event. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html */
export function createAccessLogging(
  { name, bucket, opts }: SettingsSite,
  target: { bucketName: pulumi.Output<string>; policy: aws.s3.BucketPolicy },
  prefix: string,
): void {
  new aws.s3.BucketLogging(
    `${name}-logging`,
    {
      bucket: bucket.bucket,
      targetBucket: target.bucketName,
      targetPrefix: prefix,
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
    },
    // S3 tries the target when logging is turned on.
    { ...opts, dependsOn: [target.policy] },
  );
}

/** Which pages may call the bucket. */
export function createCors({ name, bucket, opts }: SettingsSite, rules: BucketCorsRule[]): void {
  new aws.s3.BucketCorsConfiguration(
    `${name}-cors`,
    {
      bucket: bucket.bucket,
      corsRules: rules.map((rule) => ({
        allowedOrigins: rule.allowOrigins,
        allowedMethods: rule.allowMethods,
        allowedHeaders: rule.allowHeaders,
        exposeHeaders: rule.exposeHeaders,
        maxAgeSeconds: rule.maxAgeSeconds ?? 3000,
      })),
    },
    opts,
  );
}
