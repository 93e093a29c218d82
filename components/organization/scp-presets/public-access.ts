import { exceptGuardrailRoles, type GuardrailPreset } from "./preset";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export const publicAccess: GuardrailPreset = {
  name: "public-access",
  title: "Nobody makes buckets, snapshots or images public",
  why: "The account's block of public access is the last line behind every wrong bucket policy.",
  statements: (settings) => [
    {
      Sid: "PublicAccessBlock",
      Effect: "Deny",
      Action: [
        "ec2:DisableImageBlockPublicAccess",
        "ec2:DisableSnapshotBlockPublicAccess",
        "s3:PutAccountPublicAccessBlock",
      ],
      Resource: "*",
      Condition: exceptGuardrailRoles(settings),
    },
    {
      Sid: "PublicAcls",
      Effect: "Deny",
      Action: ["s3:CreateBucket", "s3:PutBucketAcl", "s3:PutObject", "s3:PutObjectAcl"],
      Resource: "*",
      Condition: { StringEquals: { "s3:x-amz-acl": ["authenticated-read", "public-read", "public-read-write"] } },
    },
  ],
};
