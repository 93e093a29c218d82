import { forms, res, statement, U, type Cases } from "../support/cases";

const keyType = "aws:kms/key:Key";
const group = "aws:cloudwatch/logGroup:LogGroup";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const lambdaErrors = { namespace: "AWS/Lambda", metricName: "Errors", dimensions: { FunctionName: "f" } };
const pool = "aws:cognito/userPool:UserPool";
const canary = "aws:synthetics/canary:Canary";
const trail = "aws:cloudtrail/trail:Trail";
const machine = "aws:sfn/stateMachine:StateMachine";
const passwords = {
  minimumLength: 8,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
};
const bound = (operator: string, key: string, value: unknown) => ({
  policy: statement({
    Principal: { AWS: "*" },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: { [operator]: { [key]: value } },
  }),
});
const root = { Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" };
const lets = (service: string, actions: string | string[]) =>
  JSON.stringify({
    Statement: [
      { Effect: "Allow", ...root },
      { Effect: "Allow", Principal: { Service: service }, Action: actions, Resource: "*" },
    ],
  });
const key = (name: string, policy?: unknown) => res(keyType, name, policy === undefined ? {} : { policy });
const topic = (of: string) =>
  res("aws:sns/topic:Topic", "topic", { kmsMasterKeyId: U, name: "t" }, { kmsMasterKeyId: [of] });
const queue = (of: string) => res("aws:sqs/queue:Queue", "queue", { kmsMasterKeyId: U }, { kmsMasterKeyId: [of] });
const fires = res(alarm, "alarm", { alarmActions: [U] }, { alarmActions: ["topic"] });
const both = ["kms:Decrypt", "kms:GenerateDataKey*"];
const parameter = "aws:ssm/parameter:Parameter";
const secret = "aws:secretsmanager/secret:Secret";
const rotation = (inputs: Record<string, unknown>, from?: Record<string, string[]>) =>
  res(
    "aws:secretsmanager/secretRotation:SecretRotation",
    "rotation",
    { rotationRules: { automaticallyAfterDays: 30 }, ...inputs },
    from,
  );
const rules = (rotationRules: unknown) => ({ rotationRules });
const provider = (name: string, inputs: Record<string, unknown>) => res("pulumi:providers:aws", name, inputs);
/** A stack's own provider, and one for another account that assumes a role there. */
const twoAccounts = (role: string, ids = ["444455556666"]) => [
  provider("p", { allowedAccountIds: ["111122223333"] }),
  placed("a", "p"),
  placed("b", "p"),
  provider("q", {
    allowedAccountIds: ids,
    assumeRoles: JSON.stringify([{ roleArn: "arn:aws:iam::111122223333:role/x" }, { roleArn: role }]),
  }),
];
const zoneRole = "arn:aws:iam::444455556666:role/platform-names-dev.example.com";
const servers = (name: string, inputs: Record<string, unknown> = {}) =>
  res("aws:route53/record:Record", name, { type: "NS", name: "dev.example.com", ...inputs }, undefined, {
    provider: "q",
  });
const invoke = (name: string, inputs: Record<string, unknown> = {}) =>
  res(
    "aws:lambda/permission:Permission",
    name,
    { principal: "apigateway.amazonaws.com", sourceAccount: "111122223333", ...inputs },
    undefined,
    { provider: "q" },
  );
const accountRole = "arn:aws:iam::444455556666:role/OrganizationAccountAccessRole";
const administrator = (adminAccountId: string) =>
  res("aws:guardduty/organizationAdminAccount:OrganizationAdminAccount", "admin", { adminAccountId }, undefined, {
    provider: "p",
  });
const detector = (name: string) => res("aws:guardduty/detector:Detector", name, {}, undefined, { provider: "q" });
const placed = (name: string, by: string) => res("aws:sqs/queue:Queue", name, {}, undefined, { provider: by });

export const platform: Cases = {
  "kms-rotation": {
    type: keyType,
    bad: {
      "left out": {},
      off: { enableKeyRotation: false },
      "off as text": { enableKeyRotation: "false" },
      stated: { customerMasterKeySpec: "SYMMETRIC_DEFAULT", keyUsage: "ENCRYPT_DECRYPT" },
      "in lower case": { customerMasterKeySpec: "symmetric_default" },
    },
    good: {
      on: { enableKeyRotation: true },
      unknown: { enableKeyRotation: U },
      asymmetric: { customerMasterKeySpec: "RSA_4096" },
      signing: { customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" },
      hmac: { customerMasterKeySpec: "HMAC_256", keyUsage: "GENERATE_VERIFY_MAC" },
      "a custom store": { customKeyStoreId: "cks-1" },
      "an unknown kind": { customerMasterKeySpec: U },
    },
  },
  "kms-policy-public": {
    type: keyType,
    bad: {
      ...forms("everybody", { Principal: "*", Action: "kms:*", Resource: "*" }),
      ...forms("every account", { Principal: { AWS: ["*"] }, Action: "kms:Decrypt", Resource: "*" }),
      "through one service": bound("StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com"),
      "a condition on the transport": bound("Bool", "aws:SecureTransport", "true"),
      "another account than": bound("StringNotEquals", "kms:CallerAccount", "111122223333"),
      "if it exists": bound("StringEqualsIfExists", "kms:CallerAccount", "111122223333"),
      "any account": bound("StringLike", "kms:CallerAccount", "*"),
      "a policy of its own": res("aws:kms/keyPolicy:KeyPolicy", "bad", {
        policy: JSON.stringify(statement({ Principal: "*", Action: "kms:*", Resource: "*" })),
      }),
      replica: res("aws:kms/replicaKey:ReplicaKey", "bad", {
        policy: statement({ Principal: "*", Action: "kms:*", Resource: "*" }),
      }),
    },
    good: {
      ...forms("the account", root),
      ...forms("a service", { Principal: { Service: "sns.amazonaws.com" }, Action: "kms:Decrypt", Resource: "*" }),
      "the caller's account": bound("StringEquals", "KMS:CallerAccount", "111122223333"),
      "an organisation": bound("StringEquals", "aws:PrincipalOrgID", "o-abcdefghij"),
      "an unknown account": bound("StringEquals", "kms:CallerAccount", U),
      "left out": {},
      unknown: { policy: U },
    },
  },
  "kms-lockout-check": {
    type: keyType,
    bad: { on: { bypassPolicyLockoutSafetyCheck: true }, "as text": { bypassPolicyLockoutSafetyCheck: "true" } },
    good: {
      "left out": {},
      off: { bypassPolicyLockoutSafetyCheck: false },
      unknown: { bypassPolicyLockoutSafetyCheck: U },
    },
  },
  "kms-service-use": {
    bad: {
      "no policy": [key("bad"), topic("bad"), fires],
      "the account only": [key("bad", statement(root)), topic("bad"), fires],
      "half of the actions": [key("bad", lets("cloudwatch.amazonaws.com", "kms:Decrypt")), topic("bad"), fires],
      "another service": [key("bad", lets("sns.amazonaws.com", both)), topic("bad"), fires],
      "a log group": [key("bad", statement(root)), res(group, "g", { kmsKeyId: U }, { kmsKeyId: ["bad"] })],
      "a subscribed queue": [
        key("bad", statement(root)),
        queue("bad"),
        res(
          "aws:sns/topicSubscription:TopicSubscription",
          "s",
          { protocol: "sqs", endpoint: U },
          { endpoint: ["queue"] },
        ),
      ],
      "a target of events": [
        key("bad", statement(root)),
        queue("bad"),
        res("aws:cloudwatch/eventTarget:EventTarget", "s", { arn: U }, { arn: ["queue"] }),
      ],
      "a notification of a bucket": [
        key("bad", statement(root)),
        queue("bad"),
        res(
          "aws:s3/bucketNotification:BucketNotification",
          "n",
          { queues: [{ queueArn: U, events: [] }] },
          { queues: ["queue"] },
        ),
      ],
      "a bucket of CloudFront": [
        key("bad", statement(root)),
        res("aws:s3/bucket:Bucket", "b"),
        res(
          "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
          "e",
          {
            bucket: U,
            rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: U } }],
          },
          { bucket: ["b"], rules: ["bad"] },
        ),
        res(
          "aws:cloudfront/distribution:Distribution",
          "d",
          { origins: [{ domainName: U, originAccessControlId: U }] },
          { origins: ["b"] },
        ),
      ],
      "a trail": [key("bad", statement(root)), res(trail, "t", { kmsKeyId: U }, { kmsKeyId: ["bad"] })],
    },
    good: {
      allowed: [key("k", lets("cloudwatch.amazonaws.com", both)), topic("k"), fires],
      "everything allowed": [key("k", lets("cloudwatch.amazonaws.com", "kms:*")), topic("k"), fires],
      "a policy of its own": [
        key("k", statement(root)),
        res(
          "aws:kms/keyPolicy:KeyPolicy",
          "p",
          { keyId: U, policy: lets("cloudwatch.amazonaws.com", both) },
          { keyId: ["k"] },
        ),
        topic("k"),
        fires,
      ],
      "an unknown policy": [key("k", U), topic("k"), fires],
      "no alarm": [key("k"), topic("k")],
      "logs of a region": [
        key("k", lets("logs.eu-west-1.amazonaws.com", ["kms:Encrypt*", "kms:Decrypt*", "kms:GenerateDataKey*"])),
        res(group, "g", { kmsKeyId: U }, { kmsKeyId: ["k"] }),
      ],
    },
  },
  "log-group-retention": {
    type: group,
    bad: { "left out": {}, "the provider's default": { retentionInDays: 0 }, negative: { retentionInDays: -1 } },
    good: { days: { retentionInDays: 30 }, "as text": { retentionInDays: "30" }, unknown: { retentionInDays: U } },
  },
  "log-group-kms": {
    type: group,
    bad: { "left out": {}, empty: { kmsKeyId: "" } },
    good: { key: { kmsKeyId: "arn" }, unknown: { kmsKeyId: U } },
  },
  "alarm-actions": {
    type: alarm,
    bad: {
      "left out": {},
      empty: { alarmActions: [], okActions: [] },
      off: { alarmActions: [U], actionsEnabled: false },
      "off as text": { alarmActions: ["arn"], actionsEnabled: "false" },
      composite: res("aws:cloudwatch/compositeAlarm:CompositeAlarm", "bad", { alarmRule: "ALARM(a)" }),
    },
    good: {
      alarm: { alarmActions: ["arn"] },
      ok: { okActions: ["arn"] },
      "no data": { insufficientDataActions: ["arn"] },
      "an unknown one": { alarmActions: [U] },
      unknown: { alarmActions: U, actionsEnabled: U },
    },
  },
  "alarm-metric-exists": {
    type: alarm,
    bad: {
      dimensions: { namespace: "AWS/DynamoDB", metricName: "SystemErrors", dimensions: { TableName: U } },
      "no dimensions": { namespace: "AWS/ApiGateway", metricName: "5XXError" },
      name: { namespace: "AWS/Lambda", metricName: "Failures", dimensions: { FunctionName: "f" } },
      statistic: { ...lambdaErrors, statistic: "Maximum" },
      percentile: { ...lambdaErrors, extendedStatistic: "p99" },
      "statistic of a formula": { metricQueries: [{ metric: { ...lambdaErrors, stat: "p99" } }] },
      unit: { ...lambdaErrors, statistic: "Sum", unit: "Percent" },
      computed: {
        metricQueries: [
          { expression: "m" },
          { metric: { namespace: "AWS/SQS", metricName: "NumberOfMessagesSent", dimensions: { Queue: "q" } } },
        ],
      },
    },
    good: {
      right: { namespace: "AWS/Lambda", metricName: "Errors", dimensions: { FunctionName: U } },
      "its statistic and unit": { ...lambdaErrors, statistic: "Sum", unit: "Count" },
      "an unknown statistic": { ...lambdaErrors, statistic: U, unit: U },
      custom: { namespace: "Platform", metricName: "Anything", dimensions: { Any: "thing" } },
      "another namespace": { namespace: "AWS/Unlisted", metricName: "Anything" },
      unknown: { namespace: "AWS/Lambda", metricName: "Errors", dimensions: U },
      computed: {
        metricQueries: [
          { metric: { namespace: "AWS/Lambda", metricName: "Errors", dimensions: { FunctionName: "f" } } },
        ],
      },
    },
  },
  "cognito-password-policy": {
    type: pool,
    bad: {
      "left out": {},
      short: { passwordPolicy: { ...passwords, minimumLength: 6 } },
      "no symbols": { passwordPolicy: { ...passwords, requireSymbols: false } },
      "in part": { passwordPolicy: { minimumLength: 12 } },
      "short, others unknown": { passwordPolicy: { ...passwords, minimumLength: 6, requireSymbols: U } },
    },
    good: {
      strong: { passwordPolicy: passwords },
      "as text": { passwordPolicy: { ...passwords, minimumLength: "12" } },
      unknown: { passwordPolicy: U },
      "one unknown": { passwordPolicy: { ...passwords, requireNumbers: U } },
    },
  },
  "cognito-mfa": {
    type: pool,
    bad: { "left out": {}, off: { mfaConfiguration: "OFF" }, optional: { mfaConfiguration: "OPTIONAL" } },
    good: { on: { mfaConfiguration: "ON" }, unknown: { mfaConfiguration: U } },
  },
  "cognito-threat-protection": {
    type: pool,
    bad: {
      "left out": {},
      audit: { userPoolAddOns: { advancedSecurityMode: "AUDIT" } },
      off: { userPoolAddOns: { advancedSecurityMode: "OFF" } },
    },
    good: { on: { userPoolAddOns: { advancedSecurityMode: "ENFORCED" } }, unknown: { userPoolAddOns: U } },
  },
  "cognito-unauth-identities": {
    type: "aws:cognito/identityPool:IdentityPool",
    bad: { on: { allowUnauthenticatedIdentities: true }, "as text": { allowUnauthenticatedIdentities: "true" } },
    good: {
      "left out": {},
      off: { allowUnauthenticatedIdentities: false },
      unknown: { allowUnauthenticatedIdentities: U },
    },
  },
  "cloudtrail-encrypted": {
    type: trail,
    bad: { "left out": {}, empty: { kmsKeyId: "" } },
    good: { key: { kmsKeyId: "arn" }, unknown: { kmsKeyId: U } },
  },
  "cloudtrail-validation": {
    type: trail,
    bad: { "left out": {}, off: { enableLogFileValidation: false } },
    good: { on: { enableLogFileValidation: true }, unknown: { enableLogFileValidation: U } },
  },
  "cloudtrail-multi-region": {
    type: trail,
    bad: { "left out": {}, off: { isMultiRegionTrail: "false" } },
    good: { on: { isMultiRegionTrail: true }, unknown: { isMultiRegionTrail: U } },
  },
  "cloudtrail-cloudwatch": {
    type: trail,
    bad: { "left out": {}, empty: { cloudWatchLogsGroupArn: "" } },
    good: { set: { cloudWatchLogsGroupArn: "arn" }, unknown: { cloudWatchLogsGroupArn: U } },
  },
  "cloudtrail-logging-on": {
    type: trail,
    bad: { off: { enableLogging: false }, "as text": { enableLogging: "false" } },
    good: { "left out": {}, on: { enableLogging: true }, unknown: { enableLogging: U } },
  },
  "sfn-logging": {
    type: machine,
    bad: {
      "left out": {},
      off: { loggingConfiguration: { logDestination: "arn", level: "OFF" } },
      "no level": { loggingConfiguration: { logDestination: "arn" } },
      "no destination": { loggingConfiguration: { level: "ALL" } },
      "off, unknown destination": { loggingConfiguration: { logDestination: U, level: "off" } },
    },
    good: {
      all: { loggingConfiguration: { logDestination: "arn", level: "ALL" } },
      error: { loggingConfiguration: { logDestination: U, level: "ERROR" } },
      unknown: { loggingConfiguration: U },
    },
  },
  "sfn-xray": {
    type: machine,
    bad: { "left out": {}, off: { tracingConfiguration: { enabled: false } } },
    good: { on: { tracingConfiguration: { enabled: true } }, unknown: { tracingConfiguration: U } },
  },
  "secret-cmk": {
    type: secret,
    bad: {
      "left out": {},
      managed: { kmsKeyId: "alias/aws/secretsmanager" },
      "managed, by ARN": { kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:alias/aws/secretsmanager" },
    },
    good: { key: { kmsKeyId: "alias/k" }, unknown: { kmsKeyId: U } },
  },
  "secret-rotation": {
    bad: {
      none: [res(secret, "bad", { name: "s" })],
      "of another": [res(secret, "bad", { name: "s" }), rotation({ secretId: "other" })],
      "switched off": [res(secret, "bad", { name: "s" }), rotation({ secretId: "s", rotationEnabled: false })],
      "by reference, of another": [
        res(secret, "bad"),
        res(secret, "other"),
        rotation({ secretId: U }, { secretId: ["other"] }),
      ],
    },
    good: {
      "by name": [res(secret, "s", { name: "app/db" }), rotation({ secretId: "app/db" })],
      "by ARN": [
        res(secret, "s", { name: "app/db" }),
        rotation({ secretId: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:app/db-AbCdEf" }),
      ],
      "by reference": [res(secret, "s"), rotation({ secretId: U }, { secretId: ["s"] })],
    },
  },
  "secret-rotation-period": {
    type: "aws:secretsmanager/secretRotation:SecretRotation",
    bad: {
      days: rules({ automaticallyAfterDays: 91 }),
      "as text": rules({ automaticallyAfterDays: "365" }),
      "left out": rules({}),
      rate: rules({ scheduleExpression: "rate(120 days)" }),
      "half a year": rules({ scheduleExpression: "cron(0 8 1 1/6 ? *)" }),
      yearly: rules({ scheduleExpression: "cron(0 8 1 JAN ? *)" }),
      "no schedule": rules({ scheduleExpression: "never" }),
    },
    good: {
      days: rules({ automaticallyAfterDays: 90 }),
      rate: rules({ scheduleExpression: "rate(30 days)" }),
      hours: rules({ scheduleExpression: "rate(12 hours)" }),
      monthly: rules({ scheduleExpression: "cron(0 16 1 * ? *)" }),
      weekly: rules({ scheduleExpression: "cron(0 16 ? * SUN#1 *)" }),
      unknown: rules(U),
      "unknown days": rules({ automaticallyAfterDays: U }),
    },
  },
  "ssm-secure-string": {
    type: parameter,
    bad: { string: { type: "String", value: U }, list: { type: "StringList" } },
    good: { secure: { type: "SecureString" }, unknown: { type: U } },
  },
  "ssm-parameter-cmk": {
    type: parameter,
    bad: { "left out": { type: "SecureString" }, managed: { type: "SecureString", keyId: "alias/aws/ssm" } },
    good: {
      key: { type: "SecureString", keyId: "alias/k" },
      unknown: { type: "SecureString", keyId: U },
      string: { type: "String" },
      "an unknown type": { type: U },
    },
  },
  "canary-runtime": {
    type: canary,
    bad: {
      "left out": {},
      "on Node.js 20": { runtimeVersion: "syn-nodejs-3.1" },
      "an old browser": { runtimeVersion: "syn-nodejs-puppeteer-9.1" },
      "the first": { runtimeVersion: "syn-1.0" },
      "of no known kind": { runtimeVersion: "syn-perl-1.0" },
    },
    good: {
      newest: { runtimeVersion: "syn-nodejs-5.2" },
      "with a browser": { runtimeVersion: "syn-nodejs-puppeteer-15.0" },
      unknown: { runtimeVersion: U },
    },
  },
  "canary-artifacts-kms": {
    type: canary,
    bad: {
      "left out": {},
      "S3's own": { artifactConfig: { s3Encryption: { encryptionMode: "SSE_S3" } } },
      "a key for the environment alone": { kmsKeyArn: "arn:aws:kms:x:1:key/k" },
    },
    good: {
      both: {
        artifactConfig: { s3Encryption: { encryptionMode: "SSE_KMS", kmsKeyArn: "arn:aws:kms:x:1:key/k" } },
      },
      unknown: { artifactConfig: U },
    },
  },
  "canary-xray": {
    type: canary,
    bad: { "left out": {}, off: { runConfig: { activeTracing: false } } },
    good: { on: { runConfig: { activeTracing: true } }, unknown: { runConfig: U } },
  },
  "canary-retention": {
    type: canary,
    bad: {
      "left out": {},
      "one left out": { successRetentionPeriod: 31, deleteLambda: true },
      "the function stays": { successRetentionPeriod: 31, failureRetentionPeriod: 31 },
    },
    good: {
      stated: { successRetentionPeriod: 31, failureRetentionPeriod: 31, deleteLambda: true },
      unknown: { successRetentionPeriod: U, failureRetentionPeriod: U, deleteLambda: U },
    },
  },
  "ssm-document-public": {
    type: "aws:ssm/document:Document",
    bad: {
      all: { permissions: { type: "Share", account_ids: "All" } },
      "in lower case": { permissions: { type: "Share", account_ids: "all" } },
      "among others": { permissions: { type: "Share", account_ids: "111122223333, All" } },
      list: { permissions: { account_ids: ["All"] } },
    },
    good: {
      "left out": {},
      accounts: { permissions: { type: "Share", account_ids: "111122223333,444455556666" } },
      unknown: { permissions: U },
      "unknown accounts": { permissions: { account_ids: U } },
    },
  },
  "account-own": {
    bad: {
      "any account": [provider("p", {}), placed("bad", "p")],
      "another account": [
        provider("p", { allowedAccountIds: ["111122223333"] }),
        provider("q", { allowedAccountIds: JSON.stringify(["444455556666"]) }),
        placed("a", "p"),
        placed("b", "p"),
        placed("bad", "q"),
      ],
      "other records": [...twoAccounts(zoneRole), servers("bad", { type: "A" })],
      "another name's servers": [...twoAccounts(zoneRole), servers("bad", { name: "prod.example.com" })],
      "servers by a role for more": [...twoAccounts("arn:aws:iam::444455556666:role/Admin"), servers("bad")],
      "servers by a role of a third account": [...twoAccounts(zoneRole.replace("4444", "7777")), servers("bad")],
      "servers in either of two": [...twoAccounts(zoneRole, ["444455556666", "777755556666"]), servers("bad")],
      "a permission for another service": [...twoAccounts(zoneRole), invoke("bad", { principal: "s3.amazonaws.com" })],
      "a permission for another account": [...twoAccounts(zoneRole), invoke("bad", { sourceAccount: "999999999999" })],
      "detection where no administrator is named": [...twoAccounts(accountRole), detector("bad")],
      "detection where another is the administrator": [
        ...twoAccounts(accountRole),
        administrator("999999999999"),
        detector("bad"),
      ],
      "detection by a role of a third account": [
        ...twoAccounts(accountRole.replace("4444", "7777")),
        administrator("444455556666"),
        detector("bad"),
      ],
      "something else in the administrator's account": [
        ...twoAccounts(accountRole),
        administrator("444455556666"),
        placed("bad", "q"),
      ],
      "something else by the role": [...twoAccounts(zoneRole), placed("bad", "q")],
    },
    good: {
      "one account": [
        provider("p", { allowedAccountIds: ["111122223333"] }),
        provider("q", { allowedAccountIds: '["111122223333"]' }),
        placed("a", "p"),
        placed("b", "q"),
      ],
      unknown: [provider("p", { allowedAccountIds: [U] }), placed("a", "p")],
      "its zone's servers": [...twoAccounts(zoneRole), servers("ns")],
      "detection in the account that it names as administrator": [
        ...twoAccounts(accountRole),
        administrator("444455556666"),
        detector("d"),
        res("aws:securityhub/account:Account", "h", {}, undefined, { provider: "q" }),
      ],
      "its authorizer's permission": [...twoAccounts("arn:aws:iam::444455556666:role/any"), invoke("p1")],
      "the same before it is known": [...twoAccounts(zoneRole), invoke("p1", { sourceAccount: U })],
    },
  },
};
