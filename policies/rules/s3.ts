import { withTrue } from "../core/requirements";
import { publicStatements } from "../core/resource-policy";
import { resourceRule } from "../core/rule";
import { bucketTypes } from "../core/buckets";
import { isUnknown } from "../core/unknown";
import { isMissing, isObject, list, lower, read, text } from "../core/values";

const blockSettings = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

export const publicAccessBlockSettings = resourceRule({
  name: "s3-public-access-block-settings",
  title: "A public access block sets all four of its settings to true",
  why: "Each setting closes one way to make a bucket public; three of four leave a way.",
  severity: "high",
  ids: [
    "CKV_AWS_53",
    "CKV_AWS_54",
    "CKV_AWS_55",
    "CKV_AWS_56",
    "FSBP S3.8",
    "AwsSolutions-S2",
    "AWS-0086",
    "AWS-0087",
    "AWS-0091",
    "AWS-0093",
  ],
  fix: `Set ${blockSettings.join(", ")} to true.`,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  types: [
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
  ],
  check: (block) => blockSettings.map((setting) => block.mustBeTrue(setting)),
  remediate: (block) => withTrue(block, ...blockSettings),
});

export const publicAcl = resourceRule({
  name: "s3-public-acl",
  title: "No bucket ACL grants access to AllUsers or AuthenticatedUsers",
  why: "AllUsers is the internet, and AuthenticatedUsers is everyone with any AWS account.",
  severity: "critical",
  ids: [
    "CKV_AWS_20",
    "CKV_AWS_57",
    "CKV2_AWS_43",
    "FSBP S3.2",
    "FSBP S3.3",
    "AWS-0092",
    "compliance-policies aws-s3-bucket-disallow-public-read",
  ],
  fix: "Drop the ACL, and share through a bucket policy or CloudFront.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",
  types: ["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2", ...bucketTypes],
  check: (acl) => [
    ["public-read", "public-read-write", "authenticated-read"].includes(lower(acl.read("acl")) ?? "") &&
      "acl is a canned ACL for everybody",
    list(acl.read("accessControlPolicy.grants")).some((grant) => isEverybody(read(grant, "grantee.uri"))) &&
      "accessControlPolicy grants access to everybody",
    acl.list("grants").some((grant) => isEverybody(read(grant, "uri"))) && "grants gives access to everybody",
  ],
});

function isEverybody(uri: unknown): boolean {
  return /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/i.test(text(uri) ?? "");
}

export const bucketPolicyPublic = resourceRule({
  name: "s3-bucket-policy-public",
  title:
    "No bucket policy statement allows a wildcard principal, or Allow with NotPrincipal, unless a condition binds the caller to fixed identities, organisations, VPCs or endpoints",
  why: "A statement for everyone publishes the bucket; a condition on how the request is made does not say by whom.",
  severity: "critical",
  ids: [
    "CKV_AWS_70",
    "FSBP S3.2",
    "FSBP S3.3",
    "guard S3_BUCKET_POLICY_NO_WILDCARD_PRINCIPAL",
    "guard S3_BUCKETPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL",
  ],
  fix: "Name the principals, or bind the statement with aws:PrincipalOrgID, aws:SourceAccount, aws:SourceVpce …",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  types: ["aws:s3/bucketPolicy:BucketPolicy", ...bucketTypes],
  check: (policy) =>
    publicStatements(policy.read("policy")).map(({ position }) => `statement ${position} of policy lets anybody in`),
});

export const kmsEncryption = resourceRule({
  name: "s3-kms-encryption",
  title: "Default bucket encryption uses SSE-KMS or DSSE-KMS",
  why: "With a KMS key, reading needs a second permission, every read is in CloudTrail, and access can be withdrawn at once.",
  severity: "low",
  ids: [
    "CKV_AWS_145",
    "AWS-0132",
    "guard S3_DEFAULT_ENCRYPTION_KMS",
    "compliance-policies aws-s3-bucket-configure-server-side-encryption-kms",
    "Security Hub S3.17",
  ],
  fix: "Set sseAlgorithm to aws:kms and kmsMasterKeyId to a key of yours. Log-target buckets cannot: give them an exception.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
  types: [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
    ...bucketTypes,
  ],
  check: (encryption) => {
    if (!bucketTypes.includes(encryption.type)) return rulesWithoutKms(encryption.read("rules"), "rules");
    // A bucket without inline configuration has a companion resource, which is looked at by itself.
    const inline =
      encryption.read("serverSideEncryptionConfiguration") ?? encryption.read("serverSideEncryptionConfigurations");
    if (isMissing(inline) || isUnknown(inline)) return undefined;
    return list(inline).flatMap((each) =>
      rulesWithoutKms(read(each, "rules") ?? read(each, "rule"), "serverSideEncryptionConfiguration"),
    );
  },
});

function rulesWithoutKms(rules: unknown, path: string): (string | undefined)[] {
  if (isUnknown(rules)) return [];
  if (isMissing(rules)) return [`${path} has no default encryption`];
  return list(rules).map((rule) => {
    if (isUnknown(rule)) return undefined;
    const by = read(rule, "applyServerSideEncryptionByDefault") ?? read(rule, "applyServerSideEncryptionByDefaults");
    const algorithm = read(by, "sseAlgorithm");
    if (isUnknown(by) || isUnknown(algorithm)) return undefined;
    return isObject(rule) && /^aws:kms(:dsse)?$/i.test(text(algorithm) ?? "") ? undefined : `${path} does not use KMS`;
  });
}

export const aclDisabled = resourceRule({
  name: "s3-acl-disabled",
  title: "Ownership controls set objectOwnership to BucketOwnerEnforced",
  why: "That turns ACLs off: policies alone decide, and the bucket's owner owns every object.",
  severity: "medium",
  ids: ["CKV2_AWS_65", "FSBP S3.12"],
  fix: "Set rule.objectOwnership to BucketOwnerEnforced. CloudFront's log bucket cannot: give it an exception.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
  types: ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
  check: (controls) => controls.mustBeOneOf("rule.objectOwnership", ["BucketOwnerEnforced"]),
});
