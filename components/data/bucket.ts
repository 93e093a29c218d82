import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Grantee, GrantStatement } from "../access/grantee";
import { policyDocument } from "../access/policy-document";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import { guardOptions } from "../guard-options";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { removalOptions, type Removal } from "../removal";
import { logSources, type BucketArgs, type BucketLifecycle, type LogSource } from "./bucket-args";
import { checkBucketArgs } from "./bucket-check";
import { bucketMonitoring, REQUEST_METRICS } from "./bucket-monitoring";
import { bucketStatements } from "./bucket-policy";
import {
  createAccessLogging,
  createCors,
  createEncryption,
  createLifecycle,
  createOwnership,
  createPublicAccessBlock,
  createVersioning,
  type SettingsSite,
} from "./bucket-settings";

/** Narrows or widens a grant to read objects. */
export interface BucketReadOptions {
  /** Only keys that start so, for example `rules/`. Default all. */
  prefix?: string;
  /** Also lists keys, so that an object that is not there is a 404 rather than a 403. Default false. */
  list?: boolean;
  /** Also lists and reads older versions of the objects. Default false. */
  versions?: boolean;
}

/** Narrows or widens a grant to write objects. */
export interface BucketWriteOptions {
  /** Only keys that start so. Default all. */
  prefix?: string;
  /** Also deletes objects. Default false. */
  delete?: boolean;
}

/** An object that {@link Bucket.addInitialObject} makes. */
export interface InitialObject {
  /** For example `rules.json`. */
  key: string;
  /** Its text when it is made. */
  content: pulumi.Input<string>;
  /** For example `application/json`. */
  contentType: string;
}

/**
 * An S3 bucket: private whatever a policy says, encrypted with the system's key, TLS only, versioned, with access logs
 * and a lifecycle. https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 *
 * @example
 * const logs = new Bucket("access-logs", { logTarget: true, encryption: "AES256" });
 * const rules = new Bucket("rules", { key, accessLogs: logs });
 * rules.grantRead(router, { prefix: "rules/" });
 */
export class Bucket extends PlatformComponent {
  readonly bucket: aws.s3.Bucket;
  readonly policy: aws.s3.BucketPolicy;
  readonly arn: pulumi.Output<string>;
  readonly bucketName: pulumi.Output<string>;
  /** `<bucket>.s3.<region>.amazonaws.com`, for a CloudFront origin. */
  readonly regionalDomainName: pulumi.Output<string>;
  /** `<bucket>.s3.amazonaws.com`, for CloudFront's log configuration. */
  readonly domainName: pulumi.Output<string>;
  /** Who delivers logs here; empty for other buckets. */
  readonly logSources: readonly LogSource[];
  /** Where its own access logs go; absent for log targets and where they are off. */
  readonly accessLogs?: Bucket;
  readonly monitoring: Monitoring;
  private readonly key?: Key;
  private readonly removal?: Removal;

  /** @throws InputError for an argument that S3 would refuse, or that cannot work with the others */
  constructor(name: string, args: BucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("data", "Bucket", name, opts);
    checkBucketArgs(name, args);
    this.key = args.key;
    this.removal = args.removal;
    this.logSources = logSources(args);

    this.bucket = this.createBucket(args);
    this.arn = this.bucket.arn;
    this.bucketName = this.bucket.bucket;
    this.regionalDomainName = this.bucket.bucketRegionalDomainName;
    this.domainName = this.bucket.bucketDomainName;
    const site: SettingsSite = { name, bucket: this.bucket, opts: this.childOptions() };
    const guards: SettingsSite = { ...site, opts: this.childOptions(guardOptions(args.removal)) };
    createEncryption(guards, args);
    createOwnership(guards, args);
    this.policy = this.createPolicy(args, createPublicAccessBlock(guards));
    createLifecycle(guards, this.lifecycle(args), createVersioning(guards, args.versioning ?? true));
    this.accessLogs = this.accessLogTarget(args);
    if (this.accessLogs) createAccessLogging(site, this.accessLogs, args.accessLogPrefix ?? `${name}/`);
    if (args.cors?.length) createCors(site, args.cors);
    this.createExtras(args);

    this.monitoring = bucketMonitoring(name, this.bucketName, args.requestMetrics ?? false);
    this.registerOutputs({ arn: this.arn, bucketName: this.bucketName });
  }

  /** Lets a grantee read objects. */
  grantRead(grantee: Grantee, options: BucketReadOptions = {}): aws.iam.RolePolicy {
    const { prefix = "" } = options;
    const read = ["s3:GetObject", ...(options.versions ? ["s3:GetObjectVersion"] : [])];
    const list = [...(options.list ? ["s3:ListBucket"] : []), ...(options.versions ? ["s3:ListBucketVersions"] : [])];
    const statements: GrantStatement[] = [{ sid: "ReadObjects", actions: read, resources: [this.objects(prefix)] }];
    if (list.length)
      statements.push({
        sid: "ListObjects",
        actions: list,
        resources: [this.arn],
        ...(prefix && { conditions: { StringLike: { "s3:prefix": `${prefix}*` } } }),
      });
    return grantee.grant(`read-${this.componentName}`, [
      ...statements,
      ...(this.key?.statements("decrypt", "s3") ?? []),
    ]);
  }

  /** Lets a grantee write objects, in parts where they are large. */
  grantWrite(grantee: Grantee, options: BucketWriteOptions = {}): aws.iam.RolePolicy {
    const actions = ["s3:PutObject", ...(options.delete ? ["s3:DeleteObject"] : [])];
    return grantee.grant(`write-${this.componentName}`, [
      { sid: "WriteObjects", actions, resources: [this.objects(options.prefix ?? "")] },
      // Decrypt is for the parts of a multipart upload, which S3 joins.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
      ...(this.key?.statements("encryptDecrypt", "s3") ?? []),
    ]);
  }

  /**
   * Puts an object that the program only starts: later edits of it, by whoever may write to the bucket, are kept, also
   * when its content here changes. https://www.pulumi.com/docs/iac/concepts/resources/options/ignorechanges/
   *
   * @param name ends the resource's name, unique in the bucket
   * @param object key, text and type of the object
   */
  addInitialObject(name: string, object: InitialObject): aws.s3.BucketObjectv2 {
    return new aws.s3.BucketObjectv2(
      `${this.componentName}-${name}`,
      {
        bucket: this.bucketName,
        key: object.key,
        content: object.content,
        contentType: object.contentType,
        ...(this.key && { serverSideEncryption: "aws:kms", kmsKeyId: this.key.arn, bucketKeyEnabled: true }),
      },
      // Whoever replaces the object replaces all that belongs to its content.
      this.childOptions({
        ...guardOptions(this.removal),
        ignoreChanges: ["content", "contentType", "etag", "metadata", "source", "sourceHash"],
      }),
    );
  }

  private objects(prefix: string): pulumi.Output<string> {
    return pulumi.interpolate`${this.arn}/${prefix}*`;
  }

  private createBucket(args: BucketArgs): aws.s3.Bucket {
    const defaults: Partial<aws.s3.BucketArgs> = {
      bucket: args.bucketName,
      forceDestroy: args.removal === "destroy",
      tags: args.tags,
      ...(args.objectLock && { objectLockEnabled: true }),
    };
    return new aws.s3.Bucket(
      `${this.componentName}-bucket`,
      withOverrides(defaults, args.overrides?.bucket, {}),
      this.childOptions(removalOptions(args.removal)),
    );
  }

  private createPolicy(args: BucketArgs, publicAccessBlock: aws.s3.BucketPublicAccessBlock): aws.s3.BucketPolicy {
    return new aws.s3.BucketPolicy(
      `${this.componentName}-policy`,
      { bucket: this.bucketName, policy: policyDocument(bucketStatements(this.arn, args, accountOf(this))) },
      // S3 refuses two changes to a bucket's access at once.
      this.childOptions({ ...guardOptions(args.removal), dependsOn: [publicAccessBlock] }),
    );
  }

  private lifecycle(args: BucketArgs): BucketLifecycle {
    return this.logSources.length ? { expireAfterDays: 365, ...args.lifecycle } : { ...args.lifecycle };
  }

  private accessLogTarget(args: BucketArgs): Bucket | undefined {
    if (args.accessLogs) return args.accessLogs;
    if (this.logSources.length || args.accessLogs === false) return undefined;
    return new Bucket(
      `${this.componentName}-access-logs`,
      { encryption: "AES256", logTarget: true, removal: args.removal, tags: args.tags },
      { parent: this },
    );
  }

  private createExtras(args: BucketArgs): void {
    const name = this.componentName;
    const bucket = this.bucketName;
    if (args.requestMetrics)
      new aws.s3.BucketMetric(`${name}-request-metrics`, { bucket, name: REQUEST_METRICS }, this.childOptions());
    if (args.eventBridge)
      new aws.s3.BucketNotification(`${name}-events`, { bucket, eventbridge: true }, this.childOptions());
    if (args.objectLock)
      new aws.s3.BucketObjectLockConfiguration(
        `${name}-object-lock`,
        { bucket, rule: { defaultRetention: { mode: args.objectLock.mode, days: args.objectLock.days } } },
        this.childOptions(guardOptions(args.removal)),
      );
  }
}
