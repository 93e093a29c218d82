import { res, U, type Cases } from "../support/cases";

const cluster = "aws:rds/cluster:Cluster";
const aurora = (more: Record<string, unknown> = {}) => ({ engine: "aurora-postgresql", ...more });
const warehouse = "aws:redshift/cluster:Cluster";
const namespace = "aws:redshiftserverless/namespace:Namespace";
const workgroup = "aws:redshiftserverless/workgroup:Workgroup";
const configured = (...list: unknown[]) => res(workgroup, "bad", { configParameters: list });
const stream = "aws:kinesis/stream:Stream";
const delivery = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";
const parameters = (...list: unknown[]) => ({ family: "redshift-1.0", parameters: list });
const logging = (clusterIdentifier: unknown, from?: string[]) =>
  res("aws:redshift/logging:Logging", "logging", { clusterIdentifier }, from && { clusterIdentifier: from });

export const stores: Cases = {
  "kinesis-encrypted": {
    type: stream,
    bad: {
      "left out": {},
      "the provider's default": { encryptionType: "NONE" },
      "a key only": { kmsKeyId: "alias/k" },
    },
    good: { kms: { encryptionType: "KMS", kmsKeyId: U }, unknown: { encryptionType: U } },
  },
  "kinesis-retention": {
    type: stream,
    bad: { "left out": {}, short: { retentionPeriod: 167 }, "as text": { retentionPeriod: "24" } },
    good: { week: { retentionPeriod: 168 }, year: { retentionPeriod: 8760 }, unknown: { retentionPeriod: U } },
  },
  "firehose-encrypted": {
    type: delivery,
    bad: {
      "left out": {},
      off: { serverSideEncryption: { enabled: false } },
      "a key type only": { serverSideEncryption: { keyType: "CUSTOMER_MANAGED_CMK" } },
    },
    good: {
      on: { serverSideEncryption: { enabled: true } },
      unknown: { serverSideEncryption: U },
      "from a stream": { kinesisSourceConfiguration: { kinesisStreamArn: U } },
      "from Kafka": { mskSourceConfiguration: { mskClusterArn: "arn" } },
    },
  },
  "firehose-cmk": {
    type: delivery,
    bad: {
      "left out": {},
      "AWS's key": { serverSideEncryption: { enabled: true, keyType: "AWS_OWNED_CMK" } },
      "no type": { serverSideEncryption: { enabled: true } },
      off: { serverSideEncryption: { enabled: false, keyType: "CUSTOMER_MANAGED_CMK" } },
    },
    good: {
      key: { serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: U } },
      unknown: { serverSideEncryption: U },
      "from a stream": { kinesisSourceConfiguration: U },
    },
  },
  "rds-encrypted": {
    type: cluster,
    bad: {
      "left out": aurora(),
      off: aurora({ storageEncrypted: false }),
      "a key only": aurora({ kmsKeyId: U }),
      instance: res("aws:rds/instance:Instance", "bad", { engine: "mysql" }),
    },
    good: {
      on: aurora({ storageEncrypted: true }),
      unknown: aurora({ storageEncrypted: U }),
      serverless: aurora({ engineMode: "serverless" }),
    },
  },
  "rds-public": {
    type: "aws:rds/clusterInstance:ClusterInstance",
    bad: {
      on: { publiclyAccessible: true },
      "as text": { publiclyAccessible: "true" },
      instance: res("aws:rds/instance:Instance", "bad", { publiclyAccessible: true }),
    },
    good: { "left out": {}, off: { publiclyAccessible: false }, unknown: { publiclyAccessible: U } },
  },
  "rds-deletion-protection": {
    type: cluster,
    bad: { "left out": {}, off: { deletionProtection: "false" } },
    good: { on: { deletionProtection: true }, unknown: { deletionProtection: U } },
  },
  "rds-iam-auth": {
    type: cluster,
    bad: { "left out": aurora(), off: { engine: "aurora-mysql", iamDatabaseAuthenticationEnabled: false } },
    good: {
      on: aurora({ iamDatabaseAuthenticationEnabled: true }),
      unknown: aurora({ iamDatabaseAuthenticationEnabled: U }),
      "another engine": { engine: "mysql" },
      "an unknown engine": { engine: U },
    },
  },
  "rds-backup-retention": {
    type: cluster,
    bad: { "left out": {}, short: { backupRetentionPeriod: 6 }, "as text": { backupRetentionPeriod: "1" } },
    good: { week: { backupRetentionPeriod: 7 }, unknown: { backupRetentionPeriod: U } },
  },
  "rds-plaintext-password": {
    type: cluster,
    bad: {
      literal: { masterPassword: "hunter22" },
      "beside management": { masterPassword: "x", manageMasterUserPassword: false },
    },
    good: {
      "left out": {},
      managed: { manageMasterUserPassword: true },
      unknown: { masterPassword: U },
      "write only": { masterPasswordWo: U },
      empty: { masterPassword: "" },
    },
  },
  "rds-log-exports": {
    type: cluster,
    bad: { "left out": aurora(), empty: aurora({ enabledCloudwatchLogsExports: [] }) },
    good: {
      some: aurora({ enabledCloudwatchLogsExports: ["postgresql"] }),
      unknown: aurora({ enabledCloudwatchLogsExports: U }),
      "an unknown one": aurora({ enabledCloudwatchLogsExports: [U] }),
      "another engine": { engine: "postgres" },
    },
  },
  "rds-default-port": {
    type: cluster,
    bad: {
      "left out": aurora(),
      postgres: aurora({ port: 5432 }),
      mysql: { engine: "aurora-mysql", port: "3306" },
      "left out, unknown engine": { engine: U },
    },
    good: { another: aurora({ port: 5433 }), "another engine's": aurora({ port: 3306 }), unknown: aurora({ port: U }) },
  },
  "redshift-encrypted": {
    type: warehouse,
    bad: { text: { encrypted: "false" }, boolean: { encrypted: false }, "in upper case": { encrypted: "FALSE" } },
    good: { default: {}, on: { encrypted: "true" }, unknown: { encrypted: U } },
  },
  "redshift-public": {
    type: warehouse,
    bad: {
      on: { publiclyAccessible: true },
      "as text": { publiclyAccessible: "true" },
      "a workgroup's": res(workgroup, "bad", { publiclyAccessible: true }),
    },
    good: {
      default: {},
      off: { publiclyAccessible: false },
      unknown: { publiclyAccessible: U },
      "a workgroup's default": res(workgroup, "good", {}),
    },
  },
  "redshift-enhanced-vpc-routing": {
    type: warehouse,
    bad: {
      "left out": {},
      off: { enhancedVpcRouting: false },
      "a workgroup's default": res(workgroup, "bad", {}),
    },
    good: {
      on: { enhancedVpcRouting: true },
      unknown: { enhancedVpcRouting: U },
      "a workgroup's": res(workgroup, "good", { enhancedVpcRouting: true }),
    },
  },
  "redshift-serverless-cmk": {
    type: namespace,
    bad: { "left out": {}, "the password's key only": { adminPasswordSecretKmsKeyId: U } },
    good: { on: { kmsKeyId: "arn" }, unknown: { kmsKeyId: U } },
  },
  "redshift-plaintext-password": {
    type: namespace,
    bad: {
      "left out": {},
      off: { manageAdminPassword: false },
      given: { adminUsername: "admin", adminUserPassword: "p" },
    },
    good: { on: { manageAdminPassword: true }, unknown: { manageAdminPassword: U } },
  },
  "redshift-serverless-log-exports": {
    type: namespace,
    bad: {
      "left out": {},
      none: { logExports: [] },
      "statements only": { logExports: ["useractivitylog"] },
      "without users": { logExports: ["connectionlog", "useractivitylog"] },
    },
    good: {
      all: { logExports: ["userlog", "connectionlog", "useractivitylog"] },
      both: { logExports: ["connectionlog", "userlog"] },
      unknown: { logExports: U },
      "one that is unknown": { logExports: [U] },
    },
  },
  "redshift-require-ssl": {
    type: "aws:redshift/parameterGroup:ParameterGroup",
    bad: {
      "left out": { family: "redshift-1.0" },
      off: parameters({ name: "require_ssl", value: "false" }),
      others: parameters({ name: "enable_user_activity_logging", value: "true" }),
      "a workgroup's default": res(workgroup, "bad", {}),
      "off in a workgroup": configured({ parameterKey: "require_ssl", parameterValue: "false" }),
      "others in a workgroup": configured({ parameterKey: "search_path", parameterValue: "true" }),
    },
    good: {
      on: parameters({ name: "require_ssl", value: "true" }),
      boolean: parameters({ name: "require_ssl", value: true }),
      "in upper case": parameters({ name: "REQUIRE_SSL", value: "TRUE" }),
      unknown: { parameters: U },
      "an unknown value": parameters({ name: "require_ssl", value: U }),
      "a workgroup's": configured({ parameterKey: "require_ssl", parameterValue: "true" }),
      "unknown in a workgroup": res(workgroup, "good", { configParameters: U }),
    },
  },
  "redshift-audit-logging": {
    bad: {
      none: [res(warehouse, "bad", { clusterIdentifier: "w" })],
      "of another": [res(warehouse, "bad", { clusterIdentifier: "w" }), logging("v")],
    },
    good: {
      "by name": [res(warehouse, "c", { clusterIdentifier: "w" }), logging("w")],
      "by reference": [res(warehouse, "c"), logging(U, ["c"])],
      unknown: [res(warehouse, "c"), logging(U)],
    },
  },
};
