import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, lower, numeric } from "../core/values";
import type { Resource } from "../core/resource";

const cluster = "aws:rds/cluster:Cluster";
const clusterInstance = "aws:rds/clusterInstance:ClusterInstance";
const instance = "aws:rds/instance:Instance";

function isAurora(resource: Resource): boolean {
  return lower(resource.read("engine"))?.startsWith("aurora") ?? false;
}

export const encrypted = resourceRule({
  name: "rds-encrypted",
  title: "storageEncrypted is true on a cluster",
  why: "It cannot be turned on later: an unencrypted database has to be copied to become an encrypted one.",
  severity: "high",
  ids: [
    "AwsSolutions-RDS2",
    "FSBP RDS.27",
    "CKV_AWS_96",
    "AWS-0079",
    "awsguard rdsStorageEncrypted",
    "compliance-policies aws-rds-cluster-disallow-unencrypted-storage",
  ],
  fix: "Set storageEncrypted to true and kmsKeyId to a key of yours.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html",
  types: [cluster, instance],
  check: (database) => {
    // Aurora Serverless v1 is always encrypted; instances of a replica take it from their source.
    if (lower(database.read("engineMode")) === "serverless" && isMissing(database.read("storageEncrypted")))
      return undefined;
    if (database.type === instance && database.isSet("replicateSourceDb")) return undefined;
    return database.mustBeTrue("storageEncrypted");
  },
});

export const notPublic = resourceRule({
  name: "rds-public",
  title: "publiclyAccessible is not true on instances",
  why: "A database with a public address is tried with leaked passwords within minutes.",
  severity: "critical",
  ids: [
    "FSBP RDS.2",
    "CKV_AWS_17",
    "AWS-0180",
    "awsguard rdsInstancePublicAccess",
    "compliance-policies aws-rds-clusterinstance-disallow-public-access",
    "guard RDS_INSTANCE_PUBLIC_ACCESS_CHECK",
  ],
  fix: "Leave publiclyAccessible out; reach the database from within the VPC.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
  types: [clusterInstance, instance],
  check: (database) => database.mustNotBeTrue("publiclyAccessible"),
  remediate: (database) =>
    isUnknown(database["publiclyAccessible"]) || isMissing(database["publiclyAccessible"])
      ? undefined
      : { ...database, publiclyAccessible: false },
});

export const deletionProtection = resourceRule({
  name: "rds-deletion-protection",
  title: "deletionProtection is true on a cluster",
  why: "One refactoring that replaces the cluster would otherwise delete it with its data.",
  severity: "medium",
  ids: ["AwsSolutions-RDS10", "FSBP RDS.7", "CKV_AWS_139", "AWS-0343"],
  fix: "Set deletionProtection to true.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html",
  types: [cluster],
  check: (database) => database.mustBeTrue("deletionProtection"),
});

export const iamAuthentication = resourceRule({
  name: "rds-iam-auth",
  title: "iamDatabaseAuthenticationEnabled is true on Aurora clusters",
  why: "Tokens of fifteen minutes replace passwords that are shared and never change.",
  severity: "medium",
  ids: ["AwsSolutions-RDS6", "FSBP RDS.12", "CKV_AWS_162"],
  fix: "Set iamDatabaseAuthenticationEnabled to true.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html",
  types: [cluster],
  check: (database) => isAurora(database) && database.mustBeTrue("iamDatabaseAuthenticationEnabled"),
});

export const backupRetention = resourceRule({
  name: "rds-backup-retention",
  title: "backupRetentionPeriod is at least 7 days",
  why: "Damage is often noticed days later; the default of one day is then too short.",
  severity: "medium",
  ids: [
    "CKV_AWS_133",
    "Security Hub RDS.11",
    "AWS-0077",
    "AwsSolutions-RDS13",
    "compliance-policies aws-rds-cluster-configure-backup-retention",
  ],
  fix: "Set backupRetentionPeriod to 7 or more.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html",
  settings: { minimumDays: { type: "integer", minimum: 1, maximum: 35, default: 7, description: "Least retention." } },
  types: [cluster],
  check: (database, { minimumDays }) => database.mustBeAtLeast("backupRetentionPeriod", minimumDays),
});

export const plaintextPassword = resourceRule({
  name: "rds-plaintext-password",
  title: "No literal masterPassword",
  why: "It stands in the program or its state, where more people read it than may use the database.",
  severity: "high",
  ids: ["guard RDS_CLUSTER_MASTER_USER_PASSWORD_NO_PLAINTEXT_PASSWORD"],
  fix: "Set manageMasterUserPassword to true: RDS keeps the password in Secrets Manager and rotates it.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html",
  types: [cluster, instance],
  check: (database) => {
    const path = database.type === instance ? "password" : "masterPassword";
    const password = database.read(path);
    return !isUnknown(password) && !isMissing(password) && `${path} is given`;
  },
});

export const logExports = resourceRule({
  name: "rds-log-exports",
  title: "Aurora clusters export logs to CloudWatch",
  why: "Logs on the instance are gone with it, and nothing can alarm on them.",
  severity: "medium",
  ids: ["CKV_AWS_324", "FSBP RDS.34", "FSBP RDS.37", "AwsSolutions-RDS16"],
  fix: 'Set enabledCloudwatchLogsExports, for example to ["postgresql"] or ["audit", "error", "slowquery"].',
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_LogAccess.html",
  types: [cluster],
  check: (database) => isAurora(database) && database.mustBeSet("enabledCloudwatchLogsExports"),
});

const defaultPorts: [engine: RegExp, port: number][] = [
  [/^(aurora$|aurora-mysql|mysql|mariadb)/, 3306],
  [/^(aurora-postgresql|postgres)/, 5432],
  [/^(custom-)?oracle/, 1521],
  [/^(custom-)?sqlserver/, 1433],
  [/^db2/, 50000],
];

export const defaultPort = resourceRule({
  name: "rds-default-port",
  title: "The engine's default port is not used",
  why: "Scanners try the default first; another port keeps the logs free of them.",
  severity: "low",
  ids: ["FSBP RDS.23", "AwsSolutions-RDS11"],
  fix: "Set port to another one.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
  types: [cluster],
  check: (database) => {
    const port = database.read("port");
    if (isUnknown(port)) return undefined;
    if (isMissing(port)) return "port is left out, which is the default";
    const engine = lower(database.read("engine"));
    const usual = engine && defaultPorts.find(([pattern]) => pattern.test(engine))?.[1];
    return usual !== undefined && numeric(port) === usual && "port is the engine's default";
  },
});
