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
    type: "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration",
    reason: "Neither emulator has the calls for log delivery of user pools",
    coveredBy: "test/components/access/user-pool.test.ts",
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
];
