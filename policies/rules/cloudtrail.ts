import { withTrue } from "../core/requirements";
import { resourceRule } from "../core/rule";

const types = ["aws:cloudtrail/trail:Trail"];

export const encrypted = resourceRule({
  name: "cloudtrail-encrypted",
  title: "A trail sets kmsKeyId",
  why: "The trail says who did what in the account: reading it needs a permission of its own.",
  severity: "medium",
  ids: [
    "FSBP CloudTrail.2",
    "CKV_AWS_35",
    "AWS-0015",
    "cdk-nag CloudTrailEncryptionEnabled",
    "guard CLOUD_TRAIL_ENCRYPTION_ENABLED",
  ],
  fix: "Set kmsKeyId to a key whose policy lets CloudTrail use it.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
  types,
  check: (trail) => trail.mustBeSet("kmsKeyId"),
});

export const validation = resourceRule({
  name: "cloudtrail-validation",
  title: "A trail has enableLogFileValidation",
  why: "It proves that nobody has changed or deleted the log afterwards.",
  severity: "medium",
  ids: ["FSBP CloudTrail.4", "CKV_AWS_36", "AWS-0016", "cdk-nag CloudTrailLogFileValidationEnabled"],
  fix: "Set enableLogFileValidation to true.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
  types,
  check: (trail) => trail.mustBeTrue("enableLogFileValidation"),
  remediate: (trail) => withTrue(trail, "enableLogFileValidation"),
});

export const multiRegion = resourceRule({
  name: "cloudtrail-multi-region",
  title: "A trail has isMultiRegionTrail",
  why: "An intruder works where nobody looks: in the regions you do not use.",
  severity: "medium",
  ids: ["FSBP CloudTrail.1", "CKV_AWS_67", "AWS-0014"],
  fix: "Set isMultiRegionTrail to true.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html",
  types,
  check: (trail) => trail.mustBeTrue("isMultiRegionTrail"),
});

export const cloudWatch = resourceRule({
  name: "cloudtrail-cloudwatch",
  title: "A trail sets cloudWatchLogsGroupArn",
  why: "Alarms on what happens need the events within minutes; files in a bucket are for afterwards.",
  severity: "medium",
  ids: ["FSBP CloudTrail.5", "CKV2_AWS_10", "AWS-0162", "cdk-nag CloudTrailCloudWatchLogsEnabled"],
  fix: "Set cloudWatchLogsGroupArn and cloudWatchLogsRoleArn.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html",
  types,
  check: (trail) => trail.mustBeSet("cloudWatchLogsGroupArn"),
});

export const loggingOn = resourceRule({
  name: "cloudtrail-logging-on",
  title: "A trail's enableLogging is not false",
  why: "A trail that is paused records nothing, and looks like one.",
  severity: "high",
  ids: ["CKV_AWS_251"],
  fix: "Leave enableLogging out, or set it to true.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-turning-off-logging.html",
  types,
  check: (trail) => trail.mustNotBeFalse("enableLogging"),
});
