import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../access/policy-document";
import type { Account } from "../account";
import type { LogArchiveArgs } from "./log-archive-args";

/** ARN of the organisation's trail, which is the management account's. */
export function trailArnOf(args: LogArchiveArgs, account: Account): pulumi.Output<string> {
  return pulumi.interpolate`arn:${account.partition}:cloudtrail:${args.trailRegion}:${args.managementAccountId}:trail/${args.trailName}`;
}

/**
 * Who may write the trail's files: CloudTrail, for this one trail.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function trailStatements(
  bucketArn: pulumi.Output<string>,
  args: LogArchiveArgs,
  account: Account,
): PolicyStatement[] {
  const trail = trailArnOf(args, account);
  const principal = { Service: "cloudtrail.amazonaws.com" };
  return [
    {
      Sid: "AllowTrailToCheckAcl",
      Effect: "Allow",
      Principal: principal,
      Action: "s3:GetBucketAcl",
      Resource: bucketArn,
      Condition: { StringEquals: { "aws:SourceArn": trail } },
    },
    {
      Sid: "AllowTrailToWrite",
      Effect: "Allow",
      Principal: principal,
      Action: "s3:PutObject",
      // The management account's own part lies outside the organisation's folder until it is an organisation's trail.
      Resource: [
        pulumi.interpolate`${bucketArn}/AWSLogs/${args.managementAccountId}/*`,
        pulumi.interpolate`${bucketArn}/AWSLogs/${args.organizationId}/*`,
      ],
      Condition: {
        StringEquals: { "aws:SourceArn": trail, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
    ...nobodyElse(bucketArn, args),
  ];
}

/**
 * Who may write configuration history: Config, on behalf of the named accounts, each into its own folder. The service-linked
 * role of Config has no right to another account's bucket, so that the service itself comes.
 * https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
 */
export function configurationStatements(bucketArn: pulumi.Output<string>, args: LogArchiveArgs): PolicyStatement[] {
  const principal = { Service: "config.amazonaws.com" };
  const fromAccounts = { "aws:SourceAccount": args.accountIds };
  return [
    {
      Sid: "AllowConfigToCheckBucket",
      Effect: "Allow",
      Principal: principal,
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: bucketArn,
      Condition: { StringEquals: fromAccounts },
    },
    {
      Sid: "AllowConfigToWrite",
      Effect: "Allow",
      Principal: principal,
      Action: "s3:PutObject",
      Resource: args.accountIds.map((id) => pulumi.interpolate`${bucketArn}/AWSLogs/${id}/Config/*`),
      Condition: { StringEquals: { ...fromAccounts, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
    ...nobodyElse(bucketArn, args),
  ];
}

/**
 * No identity writes, overwrites or deletes; only AWS's services put objects. Files go by the lifecycle alone, which no policy
 * stops. With `destroy` deleting stays possible, or the stack could not be removed.
 */
function nobodyElse(bucketArn: pulumi.Output<string>, args: LogArchiveArgs): PolicyStatement[] {
  const objects = pulumi.interpolate`${bucketArn}/*`;
  const deny: PolicyStatement = {
    Sid: "DenyWritesOfIdentities",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectRetention", "s3:PutObjectLegalHold"],
    Resource: objects,
    Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } },
  };
  if (args.removal === "destroy") return [deny];
  return [
    deny,
    {
      Sid: "DenyDeletion",
      Effect: "Deny",
      Principal: "*",
      Action: [
        "s3:BypassGovernanceRetention",
        "s3:DeleteBucket",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:ReplicateDelete",
      ],
      Resource: [bucketArn, objects],
    },
  ];
}
