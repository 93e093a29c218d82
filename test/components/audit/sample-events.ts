/** Events as CloudTrail and the services send them, cut to what rules look at. */

interface Call {
  source?: string;
  eventName: string;
  userIdentity?: object;
  requestParameters?: object;
  errorCode?: string;
  eventType?: string;
  region?: string;
}

/** A role's session, for example of a deployment. */
export const sessionOf = (role: string) => ({
  type: "AssumedRole",
  arn: `arn:aws:sts::111122223333:assumed-role/${role}/session`,
  sessionContext: {
    sessionIssuer: { type: "Role", userName: role, arn: `arn:aws:iam::111122223333:role/${role}` },
    attributes: { mfaAuthenticated: "false" },
  },
});

export const userAlice = { type: "IAMUser", userName: "alice", arn: "arn:aws:iam::111122223333:user/alice" };
export const root = { type: "Root", principalId: "111122223333", arn: "arn:aws:iam::111122223333:root" };

/** A call of an API, as it comes over the default bus. */
export function apiCall({ source = "iam", ...call }: Call) {
  return {
    version: "0",
    id: "7bf73129-1428-4cd3-a780-95db273d1602",
    "detail-type": "AWS API Call via CloudTrail",
    source: `aws.${source}`,
    account: "111122223333",
    time: "2026-11-02T09:14:10Z",
    region: call.region ?? "us-east-1",
    resources: [],
    detail: {
      eventVersion: "1.11",
      eventSource: `${source}.amazonaws.com`,
      eventType: "AwsApiCall",
      userIdentity: sessionOf("Developer"),
      sourceIPAddress: "198.51.100.7",
      eventID: "b9c3f2a0-0000-4000-8000-000000000001",
      requestParameters: {},
      ...call,
    },
  };
}

/** A sign-in to the console. */
export function signIn({
  userIdentity = userAlice as object,
  result = "Success",
  mfa = "No",
  detailType = "AWS Console Sign In via CloudTrail",
} = {}) {
  return {
    version: "0",
    "detail-type": detailType,
    source: "aws.signin",
    account: "111122223333",
    time: "2026-11-02T09:14:10Z",
    region: "us-east-1",
    detail: {
      eventVersion: "1.11",
      eventSource: "signin.amazonaws.com",
      eventName: "ConsoleLogin",
      eventType: "AwsConsoleSignIn",
      userIdentity,
      sourceIPAddress: "198.51.100.7",
      eventID: "b9c3f2a0-0000-4000-8000-000000000002",
      responseElements: { ConsoleLogin: result },
      additionalEventData: { LoginTo: "https://console.aws.amazon.com/", MobileVersion: "No", MFAUsed: mfa },
    },
  };
}

/** A finding of GuardDuty. */
export const threat = (severity: number) => ({
  "detail-type": "GuardDuty Finding",
  source: "aws.guardduty",
  account: "444455556666",
  region: "us-east-1",
  detail: {
    accountId: "111122223333",
    region: "us-east-1",
    id: "16afba5c5c43e07c9e3e5e2e544e95df",
    type: "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
    title: "Credentials of an instance are used from an external address.",
    severity,
  },
});

/** A finding of Security Hub; the event carries a list of one. */
export const controlFinding = (finding: object = {}) => ({
  "detail-type": "Security Hub Findings - Imported",
  source: "aws.securityhub",
  account: "444455556666",
  region: "us-east-1",
  detail: {
    findings: [
      {
        AwsAccountId: "111122223333",
        Region: "us-east-1",
        ProductName: "Security Hub",
        Title: "S3 general purpose buckets should block public access",
        Severity: { Label: "HIGH", Normalized: 70 },
        Workflow: { Status: "NEW" },
        RecordState: "ACTIVE",
        Compliance: { Status: "FAILED" },
        Resources: [{ Id: "arn:aws:s3:::data", Type: "AwsS3Bucket" }],
        ...finding,
      },
    ],
  },
});

/** A finding of IAM Access Analyzer. */
export const accessFinding = (detail: object = {}) => ({
  "detail-type": "Access Analyzer Finding",
  source: "aws.access-analyzer",
  account: "444455556666",
  region: "us-east-1",
  detail: {
    id: "d5c6a7b8-0000-4000-8000-000000000003",
    status: "ACTIVE",
    isPublic: true,
    isDeleted: false,
    resourceType: "AWS::S3::Bucket",
    resource: "arn:aws:s3:::data",
    resourceOwnerAccount: "111122223333",
    ...detail,
  },
});

/** An alarm that changes its state. */
export const alarmChange = (alarmName: string, value: string) => ({
  "detail-type": "CloudWatch Alarm State Change",
  source: "aws.cloudwatch",
  account: "111122223333",
  region: "us-east-1",
  detail: { alarmName, state: { value, reason: "Threshold crossed." } },
});
