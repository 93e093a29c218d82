/** A rule that AWS keeps for Config. https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html */
export interface ConfigRule {
  /** Kebab case, as AWS calls it. */
  name: string;
  /** AWS's identifier. */
  identifier: string;
  why: string;
  parameters?: Record<string, string>;
  /** True for rules about what is global: they run in one region of the account. */
  global?: boolean;
}

/**
 * What Config looks at beside Security Hub's standards, which bring rules of their own: what the platform promises for every
 * account, and what the program alone cannot see because people made it.
 */
export const configRules: readonly ConfigRule[] = [
  {
    name: "root-account-mfa-enabled",
    identifier: "ROOT_ACCOUNT_MFA_ENABLED",
    why: "The root user is limited by nothing.",
    global: true,
  },
  {
    name: "iam-root-access-key-check",
    identifier: "IAM_ROOT_ACCESS_KEY_CHECK",
    why: "An access key of the root user is a lost account waiting.",
    global: true,
  },
  {
    name: "mfa-enabled-for-iam-console-access",
    identifier: "MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS",
    why: "A password alone is what a phishing page gets.",
    global: true,
  },
  {
    name: "access-keys-rotated",
    identifier: "ACCESS_KEYS_ROTATED",
    why: "A key that is old is a key that has been copied.",
    parameters: { maxAccessKeyAge: "90" },
    global: true,
  },
  {
    name: "s3-account-level-public-access-blocks-periodic",
    identifier: "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC",
    why: "The baseline sets it; this says when it is gone.",
    global: true,
  },
  {
    name: "ec2-ebs-encryption-by-default",
    identifier: "EC2_EBS_ENCRYPTION_BY_DEFAULT",
    why: "The baseline sets it; this says when it is gone.",
  },
  {
    name: "multi-region-cloudtrail-enabled",
    identifier: "MULTI_REGION_CLOUD_TRAIL_ENABLED",
    why: "Without the trail nobody knows afterwards what was done.",
  },
  {
    name: "guardduty-enabled-centralized",
    identifier: "GUARDDUTY_ENABLED_CENTRALIZED",
    why: "An account that nobody watches is where an intruder stays.",
  },
  {
    name: "securityhub-enabled",
    identifier: "SECURITYHUB_ENABLED",
    why: "An account that nobody measures drifts.",
  },
  {
    name: "cmk-backing-key-rotation-enabled",
    identifier: "CMK_BACKING_KEY_ROTATION_ENABLED",
    why: "Keys are rotated by the program; those made by hand are not.",
  },
  {
    name: "lambda-function-public-access-prohibited",
    identifier: "LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED",
    why: "A function that everybody may call is called by everybody.",
  },
  {
    name: "s3-bucket-ssl-requests-only",
    identifier: "S3_BUCKET_SSL_REQUESTS_ONLY",
    why: "A bucket that takes plain requests can be read on the way.",
  },
  {
    name: "cloudwatch-alarm-action-check",
    identifier: "CLOUDWATCH_ALARM_ACTION_CHECK",
    why: "An alarm that tells nobody is a graph.",
    parameters: { alarmActionRequired: "true", insufficientDataActionRequired: "false", okActionRequired: "false" },
  },
  {
    name: "required-tags",
    identifier: "REQUIRED_TAGS",
    why: "What has no owner and no environment was made by hand.",
    parameters: { tag1Key: "Owner", tag2Key: "Environment" },
  },
];
