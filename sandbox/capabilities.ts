/** A resource type that no emulator offers. `up` leaves it out and says so. */
export interface MissingCapability {
  /** The Pulumi type, for example `aws:oam/sink:Sink`. */
  type: string;
  reason: string;
  /** The test that covers the resource instead. */
  coveredBy: string;
  /** Outputs that other resources use, beside inputs, id, name and ARN. */
  outputs?: (inputs: Record<string, any>, id: string) => Record<string, unknown>;
}

const noService = (service: string) => `Neither emulator has ${service}`;
const noCall = (call: string) => `Neither emulator has the calls for ${call}`;

/** What is left out of a sandbox, by type: the one place that says so. */
export const missingCapabilities: readonly MissingCapability[] = [
  {
    type: "aws:accessanalyzer/analyzer:Analyzer",
    reason: noService("Access Analyzer"),
    coveredBy: "test/components/organization",
  },
  {
    type: "aws:apigateway/clientCertificate:ClientCertificate",
    reason: noCall("client certificates"),
    coveredBy: "test/components/api",
    outputs: () => ({
      pemEncodedCertificate: "",
      createdDate: "2026-01-01T00:00:00Z",
      expirationDate: "2027-01-01T00:00:00Z",
    }),
  },
  {
    type: "aws:cloudwatch/logAnomalyDetector:LogAnomalyDetector",
    reason: noCall("log anomaly detectors"),
    coveredBy: "test/components/observability",
  },
  {
    type: "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy",
    reason: noCall("data protection policies"),
    coveredBy: "test/components/observability",
  },
  {
    type: "aws:cloudwatch/metricStream:MetricStream",
    reason: noCall("metric streams"),
    coveredBy: "test/components/observability",
  },
  {
    type: "aws:cloudwatch/queryDefinition:QueryDefinition",
    reason: noCall("saved queries"),
    coveredBy: "test/components/observability",
  },
  {
    type: "aws:cloudwatch/contributorInsightRule:ContributorInsightRule",
    reason: noCall("contributor insight rules"),
    coveredBy: "test/components/observability",
  },
  {
    type: "aws:codestarconnections/connection:Connection",
    reason: noService("CodeConnections"),
    coveredBy: "test/components/delivery",
  },
  {
    type: "aws:codeconnections/connection:Connection",
    reason: noService("CodeConnections"),
    coveredBy: "test/components/delivery",
  },
  {
    type: "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration",
    reason: noCall("log delivery of user pools"),
    coveredBy: "test/components/access",
  },
  {
    type: "aws:cognito/managedLoginBranding:ManagedLoginBranding",
    reason: noCall("the branding of the hosted login"),
    coveredBy: "test/components/access",
  },
  {
    type: "aws:cognito/riskConfiguration:RiskConfiguration",
    reason: noCall("threat protection of user pools"),
    coveredBy: "test/components/access",
  },
  {
    type: "aws:controltower/controlTowerControl:ControlTowerControl",
    reason: noService("Control Tower"),
    coveredBy: "test/components/organization",
  },
  {
    type: "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
    reason: noService("Cost Explorer"),
    coveredBy: "test/components/organization",
  },
  {
    type: "aws:costexplorer/anomalySubscription:AnomalySubscription",
    reason: noService("Cost Explorer"),
    coveredBy: "test/components/organization",
  },
  {
    type: "aws:lambda/codeSigningConfig:CodeSigningConfig",
    reason: "ministack answers an empty object",
    coveredBy: "test/components/compute",
  },
  {
    type: "aws:lambda/runtimeManagementConfig:RuntimeManagementConfig",
    reason: noCall("runtime management"),
    coveredBy: "test/components/compute",
  },
  {
    type: "aws:oam/link:Link",
    reason: noService("cross-account observability (OAM)"),
    coveredBy: "test/components/observability",
  },
  {
    type: "aws:oam/sink:Sink",
    reason: noService("cross-account observability (OAM)"),
    coveredBy: "test/components/observability",
  },
  {
    type: "aws:oam/sinkPolicy:SinkPolicy",
    reason: noService("cross-account observability (OAM)"),
    coveredBy: "test/components/observability",
  },
  {
    type: "aws:quicksight/analysis:Analysis",
    reason: noService("QuickSight analyses"),
    coveredBy: "test/stacks/systems",
  },
  {
    type: "aws:quicksight/dashboard:Dashboard",
    reason: noService("QuickSight dashboards"),
    coveredBy: "test/stacks/systems",
  },
  {
    type: "aws:quicksight/dataSet:DataSet",
    reason: noService("QuickSight data sets"),
    coveredBy: "test/stacks/systems",
  },
  {
    type: "aws:quicksight/dataSource:DataSource",
    reason: noService("QuickSight data sources"),
    coveredBy: "test/stacks/systems",
  },
  {
    type: "aws:rds/eventSubscription:EventSubscription",
    reason: noCall("event subscriptions of RDS"),
    coveredBy: "test/components/data",
  },
  {
    type: "aws:redshiftserverless/namespace:Namespace",
    reason: noService("Redshift Serverless"),
    coveredBy: "test/stacks/systems",
  },
  {
    type: "aws:redshiftserverless/usageLimit:UsageLimit",
    reason: noService("Redshift Serverless"),
    coveredBy: "test/stacks/systems",
  },
  {
    type: "aws:redshiftserverless/workgroup:Workgroup",
    reason: noService("Redshift Serverless"),
    coveredBy: "test/stacks/systems",
  },
  {
    type: "aws:s3/analyticsConfiguration:AnalyticsConfiguration",
    reason: "ministack takes the call for the creation of a bucket",
    coveredBy: "test/components/data",
  },
  {
    type: "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration",
    reason: "ministack takes the call for the creation of a bucket",
    coveredBy: "test/components/data",
  },
  {
    type: "aws:s3/bucketMetric:BucketMetric",
    reason: "ministack takes the call for the creation of a bucket",
    coveredBy: "test/components/data",
  },
  {
    type: "aws:s3/inventory:Inventory",
    reason: "ministack takes the call for the creation of a bucket",
    coveredBy: "test/components/data",
  },
  {
    type: "aws:securityhub/standardsSubscription:StandardsSubscription",
    reason: noCall("the standards of Security Hub"),
    coveredBy: "test/components/organization",
  },
  {
    type: "aws:xray/encryptionConfig:EncryptionConfig",
    reason: noCall("X-Ray's settings"),
    coveredBy: "test/components/observability",
  },
  { type: "aws:xray/group:Group", reason: noCall("X-Ray's settings"), coveredBy: "test/components/observability" },
  {
    type: "aws:xray/samplingRule:SamplingRule",
    reason: noCall("X-Ray's settings"),
    coveredBy: "test/components/observability",
  },
];
