import { bucketCompanions, bucketNames, bucketTypes } from "../core/buckets";
import { link } from "../core/links";
import { parsePolicy } from "../core/policy-document";
import type { Resource } from "../core/resource";
import { deniesWithoutTls } from "../core/resource-policy";
import { stackRule } from "../core/rule";
import type { Stack } from "../core/stack";
import { isUnknown } from "../core/unknown";
import { isMissing, isTrue, lower, text } from "../core/values";
import { matches } from "../core/wildcard";

const types = bucketTypes;

export const hasPublicAccessBlock = stackRule({
  name: "s3-bucket-has-public-access-block",
  title: "Every bucket in the stack has a public access block that targets it",
  why: "It is the last word against every policy and ACL that would make the bucket public, now and later.",
  severity: "high",
  ids: ["CKV2_AWS_6", "FSBP S3.8", "AWS-0094"],
  fix: "Add a BucketPublicAccessBlock for the bucket, with all four settings true.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  types,
  check: (stack) => {
    const blocks = bucketCompanions(stack, ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"]);
    return stack.ofType(...types).map((bucket) => {
      const { certain, possible } = blocks(bucket);
      return (
        !certain.length && !possible.length && { resource: bucket, message: "no BucketPublicAccessBlock targets it" }
      );
    });
  },
});

export const tlsOnly = stackRule({
  name: "s3-tls-only",
  title:
    "Every bucket has a policy with a Deny for all principals on s3:* over the bucket and its objects when aws:SecureTransport is false",
  why: "S3 answers plain HTTP unless it is told not to; whoever is on the way then reads and changes the data.",
  severity: "medium",
  ids: ["AwsSolutions-S10", "FSBP S3.5", "guard S3_BUCKET_SSL_REQUESTS_ONLY"],
  fix: 'Deny "*" the action s3:* on the bucket\'s ARN and on ARN/* with Bool aws:SecureTransport false.',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  types,
  check: (stack) => {
    const policies = bucketCompanions(stack, ["aws:s3/bucketPolicy:BucketPolicy"]);
    return stack.ofType(...types).map((bucket) => {
      const { certain, possible } = policies(bucket);
      const known = [...certain.map((each) => each.read("policy")), bucket.read("policy")];
      if (possible.length || known.some((policy) => policy !== undefined && deniesPlainHttp(bucket, policy)))
        return undefined;
      return { resource: bucket, message: "no policy denies requests without TLS to the bucket and its objects" };
    });
  },
});

function deniesPlainHttp(bucket: Resource, policy: unknown): boolean {
  if (isUnknown(policy) && parsePolicy(policy).unknown) return true;
  const names = [bucket.read("bucket"), bucket.read("id")].map(text).filter((name) => name !== undefined);
  const covers = (objects: boolean) => (resource: unknown) => {
    if (typeof resource !== "string") return true;
    const name = resource.replace(/^arn:[^:]*:s3:::/i, "");
    if (names.length) return names.some((each) => matches(name, objects ? `${each}/any/key` : each));
    // Without a name to compare with, the form tells: objects are behind a slash, or within the wildcard.
    return objects ? /\*$/.test(name) && !/\/.+\*$/.test(name) : !name.includes("/") || /^\*+$/.test(name);
  };
  return deniesWithoutTls(policy, { actions: ["s3:*"], covers: [covers(false), covers(true)] }) !== "no";
}

export const versioning = stackRule({
  name: "s3-versioning",
  title: "Every bucket has versioning enabled",
  why: "An object that is overwritten or deleted, by mistake or by an attacker, can be brought back.",
  severity: "medium",
  ids: ["CKV_AWS_21", "FSBP S3.14", "AWS-0090", "guard S3_BUCKET_VERSIONING_ENABLED"],
  fix: "Add a BucketVersioning with versioningConfiguration.status Enabled.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
  types,
  check: (stack) => {
    const companions = bucketCompanions(stack, [
      "aws:s3/bucketVersioning:BucketVersioning",
      "aws:s3/bucketVersioningV2:BucketVersioningV2",
    ]);
    return stack.ofType(...types).map((bucket) => {
      const { certain, possible } = companions(bucket);
      const inline = ["versioning.enabled", "versionings.enabled"].map((path) => bucket.read(path));
      const enabled =
        [...certain, ...possible].some(isEnabled) || inline.some((value) => isUnknown(value) || isTrue(value));
      return !enabled && { resource: bucket, message: "its versioning is not enabled" };
    });
  },
});

function isEnabled(versioningResource: Resource): boolean {
  const status = versioningResource.read("versioningConfiguration.status");
  return isUnknown(status) || lower(status) === "enabled";
}

export const accessLogging = stackRule({
  name: "s3-access-logging",
  title: "Every bucket has server access logging, unless it is itself a log target",
  why: "Without it nobody can tell afterwards who read or deleted what.",
  severity: "medium",
  ids: ["AwsSolutions-S1", "CKV_AWS_18", "FSBP S3.9", "AWS-0089", "awsguard s3BucketLoggingEnabled"],
  fix: "Add a BucketLogging with a target bucket.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
  types,
  check: (stack) => {
    const loggingTypes = ["aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2"];
    const logged = bucketCompanions(stack, loggingTypes);
    const receives = logTargets(stack, loggingTypes);
    return stack.ofType(...types).map((bucket) => {
      const { certain, possible } = logged(bucket);
      if ([...certain, ...possible].some((each) => each.isSet("targetBucket"))) return undefined;
      if (bucket.isSet("logging.targetBucket") || bucket.isSet("loggings.targetBucket")) return undefined;
      return !receives(bucket) && { resource: bucket, message: "it has no server access logging" };
    });
  },
});

/** Whether a bucket receives logs: by what writes into it, or by an ACL or policy that lets the log service write. */
function logTargets(stack: Stack, loggingTypes: string[]): (bucket: Resource) => boolean {
  const references = [
    ...loggingTypes.map((type) => [type, "targetBucket"]),
    ...types.map((type) => [type, "logging.targetBucket"]),
    ...types.map((type) => [type, "loggings.targetBucket"]),
    ["aws:cloudfront/distribution:Distribution", "loggingConfig.bucket"],
    ["aws:lb/loadBalancer:LoadBalancer", "accessLogs.bucket"],
    ["aws:alb/loadBalancer:LoadBalancer", "accessLogs.bucket"],
    ["aws:elb/loadBalancer:LoadBalancer", "accessLogs.bucket"],
  ] as const;
  const lookups = references.map(([type, property]) =>
    link(stack, {
      targets: stack.ofType(...types),
      companions: stack.ofType(type!).filter((each) => !isMissing(each.read(property!))),
      property: property!,
      identifiers: ["bucket", "id", "arn", "bucketDomainName", "bucketRegionalDomainName"],
      parts: bucketNames,
    }),
  );
  const acls = bucketCompanions(stack, ["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"]);
  const policies = bucketCompanions(stack, ["aws:s3/bucketPolicy:BucketPolicy"]);
  return (bucket) =>
    lookups.some((lookup) => lookup(bucket).certain.length + lookup(bucket).possible.length > 0) ||
    [bucket, ...acls(bucket).certain].some((each) => lower(each.read("acl")) === "log-delivery-write") ||
    [bucket, ...policies(bucket).certain].some((each) => letsLogServiceWrite(each.read("policy")));
}

function letsLogServiceWrite(policy: unknown): boolean {
  return parsePolicy(policy).statements.some(
    ({ effect, principals }) =>
      effect === "allow" && principals.some(({ value }) => value === "logging.s3.amazonaws.com"),
  );
}
