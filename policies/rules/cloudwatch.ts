import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, numeric } from "../core/values";

const logGroup = "aws:cloudwatch/logGroup:LogGroup";

export const retention = resourceRule({
  name: "log-group-retention",
  title: "A log group's retentionInDays is a positive number",
  why: "Logs kept for ever cost for ever, and keep personal data longer than anyone may.",
  severity: "low",
  ids: [
    "CKV_AWS_66",
    "cdk-nag Serverless CloudWatchLogGroupRetentionPeriod",
    "guard CW_LOGGROUP_RETENTION_PERIOD_CHECK",
    "Security Hub CloudWatch.16",
  ],
  fix: "Set retentionInDays.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
  settings: {
    minimumDays: {
      type: "integer",
      minimum: 1,
      default: 1,
      description: "Least retention; Security Hub asks for 365.",
    },
  },
  types: [logGroup],
  check: (group, { minimumDays }) => {
    const days = group.read("retentionInDays");
    return (
      !isUnknown(days) && !((numeric(days) ?? 0) >= minimumDays) && `retentionInDays is not at least ${minimumDays}`
    );
  },
});

export const logGroupKey = resourceRule({
  name: "log-group-kms",
  title: "A log group sets kmsKeyId",
  why: "Logs hold what errors quote; with a key of your own, reading them is a matter of its policy too.",
  severity: "low",
  ids: ["CKV_AWS_158", "AWS-0017", "cdk-nag CloudWatchLogGroupEncrypted", "guard CLOUDWATCH_LOG_GROUP_ENCRYPTED"],
  fix: "Set kmsKeyId to a key whose policy lets CloudWatch Logs use it.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  types: [logGroup],
  check: (group) => group.mustBeSet("kmsKeyId"),
});

export const alarmActions = resourceRule({
  name: "alarm-actions",
  title: "An alarm has at least one action, and actionsEnabled is not false",
  why: "An alarm that tells nobody is a graph.",
  severity: "low",
  ids: [
    "cdk-nag CloudWatchAlarmAction",
    "CKV_AWS_319",
    "guard CLOUDWATCH_ALARM_ACTION_CHECK",
    "Security Hub CloudWatch.15",
    "Security Hub CloudWatch.17",
  ],
  fix: "Set alarmActions to a topic that somebody reads.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"],
  check: (alarm) => {
    const actions = ["alarmActions", "okActions", "insufficientDataActions"].map((path) => alarm.read(path));
    return [
      !actions.some((each) => isUnknown(each) || !isMissing(each)) && "it has no actions",
      alarm.mustNotBeFalse("actionsEnabled"),
    ];
  },
});
