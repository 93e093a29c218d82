import { API_CALL, type MailRule } from "../mail-rule";

/** A block of public access is taken away, or a snapshot or image is shared. */
export function publicAccess(): MailRule {
  return {
    name: "public-access",
    title: "Data of account <account> can become public",
    why: "A bucket, snapshot or image that is open for a minute is found by those who look for them.",
    advice:
      "Put the block back (deploy the baseline, or the system that the bucket belongs to), then see what was shared.",
    severity: "critical",
    pattern: {
      source: ["aws.s3", "aws.ec2", "aws.rds"],
      "detail-type": [API_CALL],
      detail: {
        eventName: [
          "DeleteAccountPublicAccessBlock",
          "DeleteBucketPublicAccessBlock",
          "DisableImageBlockPublicAccess",
          "DisableSnapshotBlockPublicAccess",
          "ModifyDBClusterSnapshotAttribute",
          "ModifyDBSnapshotAttribute",
          "ModifyImageAttribute",
          "ModifySnapshotAttribute",
          "PutAccountPublicAccessBlock",
        ],
      },
    },
  };
}
