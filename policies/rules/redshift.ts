import { link } from "../core/links";
import { resourceRule, stackRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isTrue, lower, read } from "../core/values";

const cluster = "aws:redshift/cluster:Cluster";

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
  ],
  fix: "Leave publiclyAccessible out; reach the cluster from within the VPC.",
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html",
  types: [cluster],
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
  ],
  fix: "Set enhancedVpcRouting to true.",
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html",
  types: [cluster],
  check: (warehouse) => warehouse.mustBeTrue("enhancedVpcRouting"),
});

export const requireSsl = resourceRule({
  name: "redshift-require-ssl",
  title: "A parameter group sets require_ssl to true",
  why: "Clients choose otherwise, and some choose the clear.",
  severity: "medium",
  ids: ["AwsSolutions-RS1", "FSBP Redshift.2", "CKV_AWS_105"],
  fix: 'Add { name: "require_ssl", value: "true" } to parameters.',
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html",
  types: ["aws:redshift/parameterGroup:ParameterGroup"],
  check: (group) => {
    const isSet = group.list("parameters").some((parameter) => {
      const [name, value] = [read(parameter, "name"), read(parameter, "value")];
      if (isUnknown(parameter) || isUnknown(name)) return true;
      return (
        lower(name) === "require_ssl" && (isUnknown(value) || isTrue(value) || ["1", "on"].includes(lower(value) ?? ""))
      );
    });
    return !isSet && "parameters do not set require_ssl to true";
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
