import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../access/policy-document";
import type { Key } from "../encryption/key";
import type { Removal } from "../removal";
import type { Bucket } from "./bucket";

/**
 * Who delivers logs to a bucket: S3 (server access logs), CloudFront (standard logs, which need ACLs), load balancers.
 * None of the three writes to a bucket encrypted with a customer-managed key.
 */
export type LogSource = "serverAccess" | "cloudFront" | "loadBalancer";

/** What becomes of objects with time. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html */
export interface BucketLifecycle {
  /** Days after which an unfinished multipart upload is dropped, at least 1. Default 7. */
  abortIncompleteUploadsAfterDays?: number;
  /** Days for which an overwritten or deleted version is kept, at least 1. Default 90. */
  noncurrentVersionsExpireAfterDays?: number;
  /** Days after which objects are deleted, at least 1. Default never, or 365 for log targets. */
  expireAfterDays?: number;
  /** Rules beside these, for example transitions. */
  rules?: aws.types.input.s3.BucketLifecycleConfigurationRule[];
}

/** Whose pages may call the bucket from a browser. https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html */
export interface BucketCorsRule {
  /** Origins such as `https://students.example.com`; `*` alone is refused. */
  allowOrigins: pulumi.Input<string>[];
  allowMethods: ("GET" | "PUT" | "POST" | "DELETE" | "HEAD")[];
  /** Default none. */
  allowHeaders?: string[];
  /** Default none. */
  exposeHeaders?: string[];
  /** Seconds for which a browser remembers the answer. Default 3,000. */
  maxAgeSeconds?: number;
}

export interface BucketArgs {
  /** Encrypts the objects. Required unless `encryption` is `AES256`. */
  key?: Key;
  /** `AES256` (keys of S3) is for log targets only. Default `aws:kms`, and `AES256` for log targets. */
  encryption?: "aws:kms" | "AES256";
  /**
   * What uploads may say about encryption. `default`: nothing, then the bucket's default applies, or exactly the
   * bucket's own; everything else is denied, so that no object can be stored with anything but the bucket's key.
   * `header`: each upload must say it, for auditors who read requests rather than objects. `service`: nothing is denied, for
   * buckets that only an AWS service writes to, which chooses for itself: the bucket's policy must keep all others out.
   * Default `default`.
   */
  uploadEncryption?: "default" | "header" | "service";
  /** 3 to 63 lower-case letters, digits, `-` and `.`, unique in the world. Default generated. */
  bucketName?: pulumi.Input<string>;
  /** The log target that server access logs go to; `false` turns them off. Default a bucket of its own, or none for log targets. */
  accessLogs?: Bucket | false;
  /** Start of the access logs' keys. Default the component's name and `/`. */
  accessLogPrefix?: string;
  /** Makes it a bucket that AWS delivers logs to; `true` is `["serverAccess"]`. Default false. */
  logTarget?: boolean | LogSource[];
  /** Keeps overwritten and deleted objects as versions. Default true. */
  versioning?: boolean;
  lifecycle?: BucketLifecycle;
  /** Default none. */
  cors?: BucketCorsRule[];
  /** Objects cannot be deleted for so many days; only possible for a new bucket. Default off. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
  objectLock?: { mode: "GOVERNANCE" | "COMPLIANCE"; days: number };
  /** Request metrics, which are billed, and the alarms on them. Default false. */
  requestMetrics?: boolean;
  /** Sends the bucket's events to EventBridge. Default false. */
  eventBridge?: boolean;
  /** Statements beside the component's own. */
  policyStatements?: (bucketArn: pulumi.Output<string>) => PolicyStatement[];
  /** Default `retain`: a bucket with objects cannot be deleted. */
  removal?: Removal;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Merged over the defaults. */
  overrides?: { bucket?: Partial<aws.s3.BucketArgs> };
}

/** The sources of a log target; empty for other buckets. */
export function logSources(args: BucketArgs): LogSource[] {
  if (Array.isArray(args.logTarget)) return args.logTarget;
  return args.logTarget ? ["serverAccess"] : [];
}

/** The algorithm that applies. */
export function encryptionOf(args: BucketArgs): "aws:kms" | "AES256" {
  return args.encryption ?? (logSources(args).length ? "AES256" : "aws:kms");
}
