import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ServiceRole } from "../access/service-role";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { bundle } from "../compute/bundle";
import { logStatement, traceStatement } from "../compute/function-role";
import { Bucket } from "../data/bucket";
import type { Key } from "../encryption/key";
import { withOverrides } from "../overrides";
import { checkCanaryArgs } from "./canary-check";
import { canaryMonitoring, stepMonitoring } from "./canary-monitoring";
import type { Monitoring, RequestProbe } from "./monitoring";

/** The newest that AWS offers for canaries without a browser. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Library_Nodejs.html */
const RUNTIME = "syn-nodejs-5.2";
const ENTRY = "functions/probe/ask.ts";
/** Where runs leave their reports; the script lies beside it and does not expire. */
const RUNS = "runs/";
/** The least that a canary takes. https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CanaryRunConfigInput.html */
const MEMORY_MEGABYTES = 960;
/** What one request may take; the script gives up after ten. */
const SECONDS_PER_REQUEST = 12;

export interface CanaryArgs {
  /** Encrypts what runs leave behind, the canary's environment and its log. */
  key: Key;
  /** Physical name: up to 255 lower-case letters, digits, `-` and `_`. */
  canaryName: string;
  /** What is asked, 1 to 20. Each is a step with metrics and an alarm of its own. */
  probes: RequestProbe[];
  /** Minutes between two runs, 1 to 60. A run costs the same whatever it asks. Default 5. */
  everyMinutes?: number;
  /** Where the access logs of its bucket go. Default a bucket of their own. */
  accessLogs?: Bucket;
  /** Days that the reports of runs are kept, 1 to 455. Default 31. */
  reportRetentionDays?: number;
  /** Days that the log is kept, one of the periods of CloudWatch Logs. Default 30. */
  logRetentionDays?: number;
  permissionsBoundary?: pulumi.Input<string>;
  tags?: Record<string, pulumi.Input<string>>;
  /** Merged over the defaults; what is asked, the role and the encryption stay. */
  overrides?: { canary?: Partial<aws.synthetics.CanaryArgs> };
}

/**
 * Asks public addresses from outside, each in a step of its own, and alarms where one does not answer as it should, or is not
 * asked any more. For what a Route 53 health check cannot judge: an API that answers strangers 401 is well.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html
 *
 * @example
 * new Canary("outside", { key, canaryName: "prod-outside", probes: api.monitoring.probes });
 */
export class Canary extends PlatformComponent {
  readonly canary: aws.synthetics.Canary;
  readonly bucket: Bucket;
  readonly role: ServiceRole;
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Of the canary as a whole. */
  readonly monitoring: Monitoring;
  /** Of each step, by the probe's name: what the system that has the address watches. */
  readonly steps: Readonly<Record<string, Monitoring>>;

  /** @throws InputError for a name, a number or probes that a canary cannot have */
  constructor(name: string, args: CanaryArgs, opts?: pulumi.ComponentResourceOptions) {
    checkCanaryArgs(name, args);
    super("observability", "Canary", name, opts);
    const { key, canaryName, probes, everyMinutes = 5, reportRetentionDays = 31 } = args;
    this.bucket = new Bucket(
      `${name}-bucket`,
      {
        key,
        accessLogs: args.accessLogs,
        lifecycle: {
          noncurrentVersionsExpireAfterDays: reportRetentionDays,
          rules: [
            {
              id: "expire-reports",
              status: "Enabled",
              filter: { prefix: RUNS },
              expiration: { days: reportRetentionDays },
            },
          ],
        },
        // Reports and script are made again by the next run and the next deployment.
        removal: "destroy",
        tags: args.tags,
      },
      { parent: this },
    );
    this.role = this.createRole(args);
    this.canary = this.createCanary(args, everyMinutes, reportRetentionDays);
    this.logGroup = new aws.cloudwatch.LogGroup(
      `${name}-log`,
      {
        // Synthetics names its function, and so the log, after the canary and a random number. The role may not make the
        // group, or it would be there first, unencrypted and for ever.
        name: this.canary.engineArn.apply((arn) => `/aws/lambda/${arn.split(":")[6]}`),
        kmsKeyId: key.arn,
        retentionInDays: args.logRetentionDays ?? 30,
        tags: args.tags,
      },
      this.childOptions(),
    );
    this.monitoring = canaryMonitoring(name, canaryName, everyMinutes);
    this.steps = Object.fromEntries(
      probes.map((probe) => [probe.name, stepMonitoring(probe, canaryName, everyMinutes)]),
    );
    this.registerOutputs({ canaryName: this.canary.name });
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html */
  private createRole({ key, canaryName, permissionsBoundary }: CanaryArgs): ServiceRole {
    const { partition, region, id } = accountOf(this);
    const role = new ServiceRole(
      `${this.componentName}-role`,
      {
        service: "lambda.amazonaws.com",
        description: `Role of the canary ${canaryName} alone.`,
        permissionsBoundary,
        statements: [
          {
            sid: "FindBuckets",
            actions: ["s3:ListAllMyBuckets"],
            resources: ["*"],
            wildcardReason: "Listing buckets takes no resource, and Synthetics asks for it.",
          },
          { sid: "LocateBucket", actions: ["s3:GetBucketLocation"], resources: [this.bucket.arn] },
          logStatement(
            pulumi.interpolate`arn:${partition}:logs:${region}:${id}:log-group:/aws/lambda/cwsyn-${canaryName}-*`,
          ),
          {
            sid: "PublishMetrics",
            actions: ["cloudwatch:PutMetricData"],
            resources: ["*"],
            conditions: { StringEquals: { "cloudwatch:namespace": "CloudWatchSynthetics" } },
            wildcardReason: "Publishing metrics takes no resource; the condition names the namespace.",
          },
          traceStatement(),
        ],
      },
      { parent: this },
    );
    this.bucket.grantRead(role, { prefix: RUNS });
    this.bucket.grantWrite(role, { prefix: RUNS });
    key.grantDecrypt(role);
    return role;
  }

  private createCanary(args: CanaryArgs, everyMinutes: number, reportRetentionDays: number): aws.synthetics.Canary {
    const { key, canaryName, probes } = args;
    const script = bundle(ENTRY);
    const object = new aws.s3.BucketObjectv2(
      `${this.componentName}-script`,
      {
        bucket: this.bucket.bucketName,
        // Named after its content: the provider updates a canary where the name of its script changes, and only then.
        key: `script/${Buffer.from(script.hash, "base64").toString("hex").slice(0, 16)}.zip`,
        source: script.inLayer(),
        serverSideEncryption: "aws:kms",
        kmsKeyId: key.arn,
        bucketKeyEnabled: true,
      },
      // The bucket's policy refuses the wrong encryption: it must be there before the first object.
      this.childOptions({ dependsOn: [this.bucket.policy] }),
    );
    return new aws.synthetics.Canary(
      `${this.componentName}-canary`,
      withOverrides<aws.synthetics.CanaryArgs>(
        {
          schedule: { expression: everyMinutes === 1 ? "rate(1 minute)" : `rate(${everyMinutes} minutes)` },
          successRetentionPeriod: reportRetentionDays,
          failureRetentionPeriod: reportRetentionDays,
          tags: args.tags,
        },
        args.overrides?.canary,
        {
          name: canaryName,
          runtimeVersion: RUNTIME,
          handler: "index.handler",
          s3Bucket: this.bucket.bucketName,
          s3Key: object.key,
          executionRoleArn: this.role.roleArn,
          artifactS3Location: pulumi.interpolate`s3://${this.bucket.bucketName}/${RUNS}`,
          artifactConfig: { s3Encryption: { encryptionMode: "SSE_KMS", kmsKeyArn: key.arn } },
          // Its environment holds public addresses and nothing secret: AWS's own key does for it.
          runConfig: {
            activeTracing: true,
            memoryInMb: MEMORY_MEGABYTES,
            timeoutInSeconds: Math.min(everyMinutes * 60, 30 + SECONDS_PER_REQUEST * probes.length),
            environmentVariables: { PROBES: pulumi.jsonStringify(probes.map(asked)) },
          },
          startCanary: true,
          deleteLambda: true,
        },
      ),
      this.childOptions({ dependsOn: [this.role] }),
    );
  }
}

/** What the script needs to know of a probe. */
function asked({ name, url, method, headers, status, contains }: RequestProbe) {
  return { name, url, method, ...(headers && { headers }), status, ...(contains !== undefined && { contains }) };
}
