import { link } from "../core/links";
import { resourceRule, stackRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isTrue, lower, read } from "../core/values";

const cluster = "aws:redshift/cluster:Cluster";
const namespace = "aws:redshiftserverless/namespace:Namespace";
const workgroup = "aws:redshiftserverless/workgroup:Workgroup";

export const encrypted = resourceRule({
  name: "redshift-encrypted",
  title: "encrypted is not false",
  why: "The warehouse collects what all other databases hold.",
  severity: "high",
  ids: ["AwsSolutions-RS6", "FSBP Redshift.10", "CKV_AWS_64", "AWS-0084", "awsguard redshiftClusterConfiguration"],
  fix: "Leave encrypted out, which is true in version 7 of the provider, and set kmsKeyId.",
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html",
  types: [cluster],
  check: (warehouse) => warehouse.mustNotBeFalse("encrypted"),
});

export const notPublic = resourceRule({
  name: "redshift-public",
  title: "publiclyAccessible is not true",
  why: "A warehouse with a public address is tried with leaked passwords within minutes.",
  severity: "critical",
  ids: [
    "AwsSolutions-RS8",
    "FSBP Redshift.1",
    "CKV_AWS_87",
    "awsguard redshiftClusterPublicAccess",
    "guard REDSHIFT_CLUSTER_PUBLIC_ACCESS_CHECK",
    "FSBP RedshiftServerless.3",
  ],
  fix: "Leave publiclyAccessible out; reach the warehouse from within the VPC.",
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html",
  types: [cluster, workgroup],
  check: (warehouse) => warehouse.mustNotBeTrue("publiclyAccessible"),
});

export const enhancedRouting = resourceRule({
  name: "redshift-enhanced-vpc-routing",
  title: "enhancedVpcRouting is true",
  why: "Loads and unloads then pass the VPC's endpoints, policies and flow logs instead of the internet.",
  severity: "medium",
  ids: [
    "FSBP Redshift.7",
    "CKV_AWS_321",
    "cdk-nag RedshiftEnhancedVPCRoutingEnabled",
    "guard REDSHIFT_ENHANCED_VPC_ROUTING_ENABLED",
    "FSBP RedshiftServerless.1",
  ],
  fix: "Set enhancedVpcRouting to true.",
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html",
  types: [cluster, workgroup],
  check: (warehouse) => warehouse.mustBeTrue("enhancedVpcRouting"),
});

export const requireSsl = resourceRule({
  name: "redshift-require-ssl",
  title: "A parameter group, or a workgroup's parameters, set require_ssl to true",
  why: "Clients choose otherwise, and some choose the clear.",
  severity: "medium",
  ids: ["AwsSolutions-RS1", "FSBP Redshift.2", "CKV_AWS_105", "FSBP RedshiftServerless.2"],
  fix: 'Add { name: "require_ssl", value: "true" } to parameters, { parameterKey, parameterValue } to configParameters.',
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html",
  types: ["aws:redshift/parameterGroup:ParameterGroup", workgroup],
  check: (group) => {
    const [list, key, text] =
      group.type === workgroup
        ? (["configParameters", "parameterKey", "parameterValue"] as const)
        : (["parameters", "name", "value"] as const);
    const isSet = group.list(list).some((parameter) => {
      const [name, value] = [read(parameter, key), read(parameter, text)];
      if (isUnknown(parameter) || isUnknown(name)) return true;
      return (
        lower(name) === "require_ssl" && (isUnknown(value) || isTrue(value) || ["1", "on"].includes(lower(value) ?? ""))
      );
    });
    return !isSet && `${list} do not set require_ssl to true`;
  },
});

export const ownKey = resourceRule({
  name: "redshift-serverless-cmk",
  title: "kmsKeyId is set on a namespace",
  why: "Without it the key is one of AWS's, which nobody here can revoke or see the use of.",
  severity: "medium",
  ids: ["FSBP RedshiftServerless.4"],
  fix: "Set kmsKeyId to a key of yours.",
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroups-and-namespaces-rotate-kms-key.html",
  types: [namespace],
  check: (warehouse) => warehouse.mustBeSet("kmsKeyId"),
});

export const plaintextPassword = resourceRule({
  name: "redshift-plaintext-password",
  title: "manageAdminPassword is true on a namespace",
  why: "A password of the program stands in its state, where more people read it than may use the warehouse, and is never rotated.",
  severity: "high",
  ids: ["FSBP RedshiftServerless.5"],
  fix: "Set manageAdminPassword to true: Redshift keeps the password in Secrets Manager and rotates it.",
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-secrets-manager-integration.html",
  types: [namespace],
  check: (warehouse) => warehouse.mustBeTrue("manageAdminPassword"),
});

export const logExports = resourceRule({
  name: "redshift-serverless-log-exports",
  title: "A namespace exports its logs of connections and users",
  why: "Who connected, and whom they let in, is written nowhere else.",
  severity: "medium",
  ids: ["FSBP RedshiftServerless.6"],
  fix: 'Set logExports to ["userlog", "connectionlog", "useractivitylog"].',
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-audit-logging.html",
  types: [namespace],
  check: (warehouse) => {
    const logs = warehouse.list("logExports");
    if (logs.some(isUnknown)) return undefined;
    const missing = ["connectionlog", "userlog"].filter((log) => !logs.map(lower).includes(log));
    return missing.length > 0 && `logExports has no ${missing.join(", no ")}`;
  },
});

export const auditLogging = stackRule({
  name: "redshift-audit-logging",
  title: "Each cluster has a Logging resource",
  why: "Who connected and what they asked is written nowhere else.",
  severity: "medium",
  ids: ["AwsSolutions-RS5", "FSBP Redshift.4", "CKV_AWS_71", "awsguard redshiftClusterConfiguration"],
  fix: "Add a redshift Logging for the cluster. Version 7 of the provider has no inline block.",
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html",
  types: [cluster],
  check: (stack) => {
    const clusters = stack.ofType(cluster);
    const loggings = link(stack, {
      targets: clusters,
      companions: stack.ofType("aws:redshift/logging:Logging"),
      property: "clusterIdentifier",
      identifiers: ["clusterIdentifier", "id", "arn"],
    });
    return clusters.map((warehouse) => {
      const { certain, possible } = loggings(warehouse);
      return !certain.length && !possible.length && { resource: warehouse, message: "it has no Logging" };
    });
  },
});
