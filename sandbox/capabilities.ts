/** A resource type that no emulator offers. `up` leaves it out and says so. */
export interface MissingCapability {
  /** The Pulumi type, for example `aws:s3/bucketMetric:BucketMetric`. */
  type: string;
  reason: string;
  /** The test that covers the resource instead. */
  coveredBy: string;
  /** Outputs that other resources use, beside inputs, id, name and ARN. */
  outputs?: (inputs: Record<string, any>, id: string) => Record<string, unknown>;
}

/**
 * What is left out of a sandbox, by type: the one place that says so. Only types that a component makes are here; a test
 * sees to that.
 */
export const missingCapabilities: readonly MissingCapability[] = [
  {
    type: "aws:appautoscaling/policy:Policy",
    reason: "moto scales only what it has itself, and services of ECS are ministack's",
    coveredBy: "test/stacks/systems/containers.test.ts",
  },
  {
    type: "aws:appautoscaling/target:Target",
    reason: "moto scales only what it has itself, and services of ECS are ministack's",
    coveredBy: "test/stacks/systems/containers.test.ts",
  },
  {
    type: "aws:apigateway/clientCertificate:ClientCertificate",
    reason: "Neither emulator has the calls for client certificates",
    coveredBy: "test/components/api/rest-api-options.test.ts",
    outputs: () => ({
      pemEncodedCertificate: "",
      createdDate: "2026-01-01T00:00:00Z",
      expirationDate: "2027-01-01T00:00:00Z",
    }),
  },
  {
    type: "aws:cloudwatch/queryDefinition:QueryDefinition",
    reason: "Neither emulator has the calls for saved queries",
    coveredBy: "test/components/observability/log-queries.test.ts",
    outputs: (_inputs, id) => ({ queryDefinitionId: id }),
  },
  {
    type: "aws:synthetics/canary:Canary",
    reason: "moto keeps a canary but neither starts, changes nor removes one, and ministack has none",
    coveredBy: "test/components/observability/canary.test.ts",
    outputs: ({ name }) => ({
      engineArn: `arn:aws:lambda:us-east-1:123456789012:function:cwsyn-${name}-0:1`,
    }),
  },
  {
    type: "aws:route53/queryLog:QueryLog",
    reason: "ministack, which has the zones, does not have the calls for query logs",
    coveredBy: "test/components/names/public-zone.test.ts",
  },
  {
    type: "aws:codebuild/reportGroup:ReportGroup",
    reason: "Neither emulator has the calls for report groups; they run no build for a project either",
    coveredBy: "test/components/delivery/build-project.test.ts",
  },
  {
    type: "aws:codestarconnections/connection:Connection",
    reason: "Neither emulator has the calls for connections to repositories",
    coveredBy: "test/components/delivery/pipeline.test.ts",
    outputs: (_inputs, id) => ({
      arn: `arn:aws:codestar-connections:us-east-1:123456789012:connection/${id}`,
      connectionStatus: "PENDING",
    }),
  },
  {
    type: "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration",
    reason: "Neither emulator has the calls for log delivery of user pools",
    coveredBy: "test/components/access/user-pool.test.ts",
  },
  {
    type: "aws:quicksight/dataSet:DataSet",
    reason: "moto makes a data set and cannot read it back; nothing reads files into one",
    coveredBy: "test/components/data/quick-sight-data-set.test.ts",
    outputs: ({ dataSetId }) => ({ arn: `arn:aws:quicksight:us-east-1:123456789012:dataset/${dataSetId}` }),
  },
  {
    type: "aws:quicksight/dataSource:DataSource",
    reason: "moto has the calls for data sources, but not those for their permissions, which the provider asks for",
    coveredBy: "test/components/data/quick-sight-data-set.test.ts",
    outputs: ({ dataSourceId }) => ({ arn: `arn:aws:quicksight:us-east-1:123456789012:datasource/${dataSourceId}` }),
  },
  {
    type: "aws:quicksight/refreshSchedule:RefreshSchedule",
    reason: "Neither emulator has the calls for refresh schedules",
    coveredBy: "test/components/data/quick-sight-data-set.test.ts",
  },
  {
    type: "aws:s3/bucketMetric:BucketMetric",
    reason: "ministack takes the call for the creation of a bucket",
    coveredBy: "test/components/data/bucket.test.ts",
  },
  {
    type: "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount",
    reason: "Neither emulator has the calls for delegated administrators of CloudTrail",
    coveredBy: "test/components/organization/organization.test.ts",
  },
  {
    type: "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
    reason: "Neither emulator has the calls for cost anomalies",
    coveredBy: "test/components/organization/organization.test.ts",
  },
  {
    type: "aws:costexplorer/anomalySubscription:AnomalySubscription",
    reason: "Neither emulator has the calls for cost anomalies",
    coveredBy: "test/components/organization/organization.test.ts",
  },
  {
    type: "aws:iam/organizationsFeatures:OrganizationsFeatures",
    reason: "Neither emulator has the calls for central root access",
    coveredBy: "test/stacks/management.test.ts",
  },
  {
    type: "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount",
    reason: "moto takes the administrator of Security Hub but does not list it, which the provider waits for",
    coveredBy: "test/components/organization/organization.test.ts",
  },
  {
    type: "aws:accessanalyzer/analyzer:Analyzer",
    reason: "Neither emulator has IAM Access Analyzer",
    coveredBy: "test/components/audit/administration.test.ts",
  },
  {
    type: "aws:ebs/defaultKmsKey:DefaultKmsKey",
    reason: "moto keeps that volumes are encrypted, not with which key",
    coveredBy: "test/components/baseline/baseline.test.ts",
  },
  {
    type: "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
    reason: "Neither emulator has the calls for blocking public snapshots",
    coveredBy: "test/components/baseline/baseline.test.ts",
  },
  {
    type: "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
    reason: "Neither emulator has the calls for blocking public images",
    coveredBy: "test/components/baseline/baseline.test.ts",
  },
  {
    type: "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
    reason: "Neither emulator has the account's defaults for instance metadata",
    coveredBy: "test/components/baseline/baseline.test.ts",
  },
  {
    type: "aws:oam/link:Link",
    reason: "Neither emulator has cross-account observability",
    coveredBy: "test/components/observability/accounts.test.ts",
  },
  {
    type: "aws:oam/sink:Sink",
    reason: "Neither emulator has cross-account observability",
    coveredBy: "test/components/observability/accounts.test.ts",
  },
  {
    type: "aws:oam/sinkPolicy:SinkPolicy",
    reason: "Neither emulator has cross-account observability",
    coveredBy: "test/components/observability/accounts.test.ts",
  },
  {
    type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    reason: "The call goes to a host of the account's own, which does not resolve here",
    coveredBy: "test/components/baseline/baseline.test.ts",
  },
  {
    type: "aws:guardduty/organizationConfiguration:OrganizationConfiguration",
    reason: "moto has detectors, not how an organisation's accounts get theirs",
    coveredBy: "test/components/audit/administration.test.ts",
  },
  {
    type: "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature",
    reason: "moto has detectors, not how an organisation's accounts get theirs",
    coveredBy: "test/components/audit/administration.test.ts",
  },
  {
    type: "aws:securityhub/account:Account",
    reason: "moto has hub and findings, not the settings of the hub",
    coveredBy: "test/components/audit/administration.test.ts",
  },
  {
    type: "aws:securityhub/organizationConfiguration:OrganizationConfiguration",
    reason: "moto has hub and findings, not the settings of the hub",
    coveredBy: "test/components/audit/administration.test.ts",
  },
  {
    type: "aws:securityhub/configurationPolicy:ConfigurationPolicy",
    reason: "moto has hub and findings, not central configuration",
    coveredBy: "test/components/audit/administration.test.ts",
  },
  {
    type: "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation",
    reason: "moto has hub and findings, not central configuration",
    coveredBy: "test/components/audit/administration.test.ts",
  },
  {
    type: "aws:securityhub/findingAggregator:FindingAggregator",
    reason: "moto has hub and findings, not their aggregation",
    coveredBy: "test/components/audit/administration.test.ts",
  },
  {
    type: "aws:xray/encryptionConfig:EncryptionConfig",
    reason: "moto has X-Ray's segments only",
    coveredBy: "test/components/baseline/baseline.test.ts",
  },
  {
    type: "aws:xray/resourcePolicy:ResourcePolicy",
    reason: "moto has X-Ray's segments only",
    coveredBy: "test/components/baseline/baseline.test.ts",
  },
  {
    type: "aws:redshiftserverless/namespace:Namespace",
    reason: "Neither emulator has Redshift Serverless; the warehouse in a table stands for it",
    coveredBy: "test/stacks/systems/etl.test.ts",
  },
  {
    type: "aws:redshiftserverless/workgroup:Workgroup",
    reason: "Neither emulator has Redshift Serverless; the warehouse in a table stands for it",
    coveredBy: "test/stacks/systems/etl.test.ts",
  },
  {
    type: "aws:redshiftserverless/usageLimit:UsageLimit",
    reason: "Neither emulator has Redshift Serverless; the warehouse in a table stands for it",
    coveredBy: "test/components/data/redshift-workgroup.test.ts",
  },
];
