import { isAction } from "../../policies/core/iam-actions";

/** IAM's name of a service, where it is not the one that requests are signed with. */
const PREFIXES: Readonly<Record<string, string>> = {
  monitoring: "cloudwatch",
  tagging: "tag",
};

/**
 * Actions of operations where IAM names them otherwise, or asks for more than one.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  "cloudfront:CreateDistributionWithTags": ["cloudfront:CreateDistribution", "cloudfront:TagResource"],
  "ecs:CreateService": ["ecs:CreateService", "ecs:TagResource"],
  "lambda:Invoke": ["lambda:InvokeFunction"],
  "s3:CopyObject": ["s3:GetObject", "s3:PutObject", "s3:PutObjectTagging"],
  "s3:DeleteBucketCors": ["s3:PutBucketCORS"],
  "s3:DeleteBucketEncryption": ["s3:PutEncryptionConfiguration"],
  "s3:DeleteBucketLifecycle": ["s3:PutLifecycleConfiguration"],
  "s3:DeleteBucketMetricsConfiguration": ["s3:PutMetricsConfiguration"],
  "s3:DeleteBucketOwnershipControls": ["s3:PutBucketOwnershipControls"],
  "s3:DeleteBucketReplication": ["s3:PutReplicationConfiguration"],
  "s3:DeleteBucketTagging": ["s3:PutBucketTagging"],
  "s3:DeleteObject": ["s3:DeleteObject", "s3:DeleteObjectVersion"],
  "s3:DeleteObjects": ["s3:DeleteObject", "s3:DeleteObjectVersion"],
  "s3:DeletePublicAccessBlock": ["s3:PutBucketPublicAccessBlock"],
  "s3:GetBucketAccelerateConfiguration": ["s3:GetAccelerateConfiguration"],
  "s3:GetBucketCors": ["s3:GetBucketCORS"],
  "s3:GetBucketEncryption": ["s3:GetEncryptionConfiguration"],
  "s3:GetBucketLifecycle": ["s3:GetLifecycleConfiguration"],
  "s3:GetBucketLifecycleConfiguration": ["s3:GetLifecycleConfiguration"],
  "s3:GetBucketMetricsConfiguration": ["s3:GetMetricsConfiguration"],
  "s3:GetBucketNotificationConfiguration": ["s3:GetBucketNotification"],
  "s3:GetBucketReplication": ["s3:GetReplicationConfiguration"],
  "s3:GetObjectLockConfiguration": ["s3:GetBucketObjectLockConfiguration"],
  "s3:GetPublicAccessBlock": ["s3:GetBucketPublicAccessBlock"],
  "s3:HeadBucket": ["s3:ListBucket"],
  "s3:HeadObject": ["s3:GetObject"],
  "s3:ListBuckets": ["s3:ListAllMyBuckets"],
  "s3:ListObjects": ["s3:ListBucket"],
  "s3:ListObjectsV2": ["s3:ListBucket"],
  "s3:ListObjectVersions": ["s3:ListBucketVersions"],
  "s3:PutBucketCors": ["s3:PutBucketCORS"],
  "s3:PutBucketEncryption": ["s3:PutEncryptionConfiguration"],
  "s3:PutBucketLifecycle": ["s3:PutLifecycleConfiguration"],
  "s3:PutBucketLifecycleConfiguration": ["s3:PutLifecycleConfiguration"],
  "s3:PutBucketMetricsConfiguration": ["s3:PutMetricsConfiguration"],
  "s3:PutBucketNotificationConfiguration": ["s3:PutBucketNotification"],
  "s3:PutBucketReplication": ["s3:PutReplicationConfiguration"],
  // Tags of the provider go with the object.
  "s3:PutObject": ["s3:PutObject", "s3:PutObjectTagging"],
  "s3:PutObjectLockConfiguration": ["s3:PutBucketObjectLockConfiguration"],
  "s3:PutPublicAccessBlock": ["s3:PutBucketPublicAccessBlock"],
};

/** API Gateway's actions are the methods of HTTP. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples.html */
const VERBS: readonly [RegExp, string][] = [
  [/^Get/, "GET"],
  [/^(Create|Import|Generate)/, "POST"],
  [/^Update/, "PATCH"],
  [/^(Put|Tag)/, "PUT"],
  [/^(Delete|Untag|Flush)/, "DELETE"],
];

/**
 * The IAM actions that allow an operation.
 *
 * @param operation signing name of the service and operation, `monitoring:PutDashboard`
 * @throws Error where IAM knows no such action: its name has to be added here
 */
export function actionsOf(operation: string): readonly string[] {
  const known = ACTIONS[operation];
  if (known) return known;
  const [service = "", name = ""] = operation.split(":");
  if (service === "apigateway") {
    const verb = VERBS.find(([pattern]) => pattern.test(name))?.[1];
    if (verb) return [`apigateway:${verb}`];
  }
  const action = `${PREFIXES[service] ?? service}:${name}`;
  if (!isAction(action)) throw new Error(`IAM knows no action ${action}; say what allows the operation ${operation}.`);
  return [action];
}
