import * as path from "node:path";
import { expect } from "chai";
import { program } from "../../stacks/program";
import { runStack } from "../../tools/plan/run-stack";
import type { RecordedResource } from "../../tools/plan/recorded-resource";
import { judge } from "./support/run-cases";
import { statement } from "./support/cases";

/** What an edit may do to a resource of ours, and the rule that has to catch it. `undefined` leaves a property out. */
const changes: [rule: string, type: string, path: string, value: unknown][] = [
  ...["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].flatMap((setting) =>
    [false, undefined].map((value): [string, string, string, unknown] => [
      "s3-public-access-block-settings",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      setting,
      value,
    ]),
  ),
  ["s3-versioning", "aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration.status", "Suspended"],
  [
    "s3-kms-encryption",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "rules",
    [],
  ],
  ["s3-acl-disabled", "aws:s3/bucketOwnershipControls:BucketOwnershipControls", "rule.objectOwnership", "ObjectWriter"],
  [
    "s3-bucket-policy-public",
    "aws:s3/bucketPolicy:BucketPolicy",
    "policy",
    statement({ Principal: "*", Action: "s3:*", Resource: "*" }),
  ],
  ["s3-public-acl", "aws:s3/bucketAcl:BucketAcl", "acl", "public-read"],
  ["kms-rotation", "aws:kms/key:Key", "enableKeyRotation", false],
  ["kms-rotation", "aws:kms/key:Key", "enableKeyRotation", undefined],
  ["kms-lockout-check", "aws:kms/key:Key", "bypassPolicyLockoutSafetyCheck", true],
  [
    "kms-policy-public",
    "aws:kms/key:Key",
    "policy",
    statement({ Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" }),
  ],
  ["dynamodb-pitr", "aws:dynamodb/table:Table", "pointInTimeRecovery.enabled", false],
  ["dynamodb-cmk", "aws:dynamodb/table:Table", "serverSideEncryption", undefined],
  ["dynamodb-deletion-protection", "aws:dynamodb/table:Table", "deletionProtectionEnabled", false],
  ["dynamodb-scaling", "aws:dynamodb/table:Table", "billingMode", "PROVISIONED"],
  ["sns-encrypted", "aws:sns/topic:Topic", "kmsMasterKeyId", undefined],
  ["sns-cmk", "aws:sns/topic:Topic", "kmsMasterKeyId", "alias/aws/sns"],
  [
    "sns-policy-public",
    "aws:sns/topicPolicy:TopicPolicy",
    "policy",
    statement({ Principal: "*", Action: "sns:Publish", Resource: "*" }),
  ],
  ["sqs-cmk", "aws:sqs/queue:Queue", "kmsMasterKeyId", "alias/aws/sqs"],
  [
    "sqs-policy-public",
    "aws:sqs/queuePolicy:QueuePolicy",
    "policy",
    statement({ Principal: "*", Action: "sqs:SendMessage", Resource: "*" }),
  ],
  [
    "sqs-wildcard-action",
    "aws:sqs/queuePolicy:QueuePolicy",
    "policy",
    statement({ Principal: { AWS: "1" }, Action: "sqs:*", Resource: "*" }),
  ],
  [
    "sqs-tls-only",
    "aws:sqs/queuePolicy:QueuePolicy",
    "policy",
    statement({ Principal: { AWS: "1" }, Action: "sqs:SendMessage", Resource: "*" }),
  ],
  ["log-group-retention", "aws:cloudwatch/logGroup:LogGroup", "retentionInDays", undefined],
  ["log-group-kms", "aws:cloudwatch/logGroup:LogGroup", "kmsKeyId", undefined],
  ["alarm-actions", "aws:cloudwatch/metricAlarm:MetricAlarm", "actionsEnabled", false],
  ["alarm-metric-exists", "aws:cloudwatch/metricAlarm:MetricAlarm", "metricName", "NoSuchMetric"],
  ["lambda-tracing", "aws:lambda/function:Function", "tracingConfig.mode", "PassThrough"],
  ["lambda-runtime-supported", "aws:lambda/function:Function", "runtime", "nodejs16.x"],
  ["lambda-env-cmk", "aws:lambda/function:Function", "kmsKeyArn", undefined],
  ["lambda-env-secrets", "aws:lambda/function:Function", "environment.variables.KEY", "AKIAIOSFODNN7EXAMPLE"],
  ["lambda-permission-source-scope", "aws:lambda/permission:Permission", "sourceArn+sourceAccount", undefined],
  ["lambda-permission-public", "aws:lambda/permission:Permission", "principal+sourceArn+sourceAccount", "*"],
  ["apigw-access-logs", "aws:apigateway/stage:Stage", "accessLogSettings", undefined],
  ["apigw-access-log-json", "aws:apigateway/stage:Stage", "accessLogSettings.format", "$context.requestId"],
  ["apigw-xray", "aws:apigateway/stage:Stage", "xrayTracingEnabled", false],
  ["apigw-method-auth", "aws:apigateway/method:Method", "authorization", "NONE"],
  ["apigw-data-trace", "aws:apigateway/methodSettings:MethodSettings", "settings.dataTraceEnabled", true],
  [
    "cloudfront-https-viewers",
    "aws:cloudfront/distribution:Distribution",
    "defaultCacheBehavior.viewerProtocolPolicy",
    "allow-all",
  ],
  ["cloudfront-waf", "aws:cloudfront/distribution:Distribution", "webAclId", undefined],
  ["cloudfront-logging", "aws:cloudfront/distribution:Distribution", "loggingConfig", undefined],
  ["cloudfront-default-root", "aws:cloudfront/distribution:Distribution", "defaultRootObject", undefined],
  ["wafv2-has-rules", "aws:wafv2/webAcl:WebAcl", "rules", []],
  ["wafv2-log4j", "aws:wafv2/webAcl:WebAcl", "rules", []],
  ["cognito-mfa", "aws:cognito/userPool:UserPool", "mfaConfiguration", "OPTIONAL"],
  ["cognito-password-policy", "aws:cognito/userPool:UserPool", "passwordPolicy.requireSymbols", false],
  ["cognito-threat-protection", "aws:cognito/userPool:UserPool", "userPoolAddOns", undefined],
  ["iam-admin-star", "aws:iam/rolePolicy:RolePolicy", "policy", statement({ Action: "*", Resource: "*" })],
  [
    "iam-resource-star",
    "aws:iam/rolePolicy:RolePolicy",
    "policy",
    statement({ Action: "dynamodb:GetItem", Resource: "*" }),
  ],
  [
    "iam-trust-public",
    "aws:iam/role:Role",
    "assumeRolePolicy",
    statement({ Action: "sts:AssumeRole", Principal: { AWS: "*" } }),
  ],
  ["codebuild-privileged", "aws:codebuild/project:Project", "environment.privilegedMode", true],
  [
    "codebuild-env-secrets",
    "aws:codebuild/project:Project",
    "environment.environmentVariables",
    [{ name: "AWS_SECRET_ACCESS_KEY", value: "x" }],
  ],
  ["codebuild-logs", "aws:codebuild/project:Project", "logsConfig", undefined],
  ["codebuild-artifacts-encrypted", "aws:codebuild/project:Project", "artifacts.encryptionDisabled", true],
  ["codebuild-cmk", "aws:codebuild/project:Project", "encryptionKey", undefined],
  ["codebuild-timeout", "aws:codebuild/project:Project", "buildTimeout", undefined],
  ["codebuild-public", "aws:codebuild/project:Project", "projectVisibility", "PUBLIC_READ"],
  [
    "codepipeline-approval",
    "aws:codepipeline/pipeline:Pipeline",
    "stages",
    [{ name: "Deploy-prod", actions: [{ name: "deploy-prod", category: "Build" }] }],
  ],
  [
    "codepipeline-artifacts-cmk",
    "aws:codepipeline/pipeline:Pipeline",
    "artifactStores",
    [{ location: "b", type: "S3" }],
  ],
];

/** Resources without which another one is unprotected, and the rule that has to miss them. */
const removals: [rule: string, type: string, of?: (inputs: Record<string, unknown>) => boolean][] = [
  ["s3-bucket-has-public-access-block", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  ["s3-tls-only", "aws:s3/bucketPolicy:BucketPolicy"],
  ["s3-versioning", "aws:s3/bucketVersioning:BucketVersioning"],
  ["s3-access-logging", "aws:s3/bucketLogging:BucketLogging"],
  ["sqs-tls-only", "aws:sqs/queuePolicy:QueuePolicy"],
  ["apigw-waf", "aws:wafv2/webAclAssociation:WebAclAssociation", ({ resourceArn }) => !isLoadBalancer(resourceArn)],
  ["alb-waf", "aws:wafv2/webAclAssociation:WebAclAssociation", ({ resourceArn }) => isLoadBalancer(resourceArn)],
  ["wafv2-logging", "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"],
];

describe("policies, on the platform's own stack with one thing changed", function () {
  this.timeout(60_000);
  let resources: RecordedResource[];
  before(async () => {
    ({ resources } = await runStack({ stack: "prod", root: path.resolve(__dirname, "../.."), program }));
  });

  for (const [rule, type, at, value] of changes) {
    it(`${rule} catches ${at} ${value === undefined ? "left out" : "changed"} in every ${type.split(":").pop()}`, () => {
      const before = judge(rule, resources);
      const candidates = resources.filter((each) => each.type === type && isMutable(each, at, before));
      expect(candidates, `resources of type ${type}`).not.to.have.length(0);
      for (const candidate of candidates) {
        const changed = resources.map((each) => (each === candidate ? withChange(each, at, value) : each));
        expect(judge(rule, changed).length, candidate.urn).to.be.greaterThan(before.length);
      }
    });
  }

  for (const [rule, type, of = () => true] of removals) {
    it(`${rule} catches each ${type.split(":").pop()} taken away`, () => {
      const before = judge(rule, resources);
      const candidates = resources.filter((each) => each.type === type && of(each.inputs));
      expect(candidates, `resources of type ${type}`).not.to.have.length(0);
      for (const candidate of candidates) {
        const without = resources.filter((each) => each !== candidate);
        expect(judge(rule, without).length, candidate.urn).to.be.greaterThan(before.length);
      }
    });
  }
});

function isLoadBalancer(arn: unknown): boolean {
  return String(arn).includes(":elasticloadbalancing:");
}

/** Leaves out what is reported already, and what the change would not make wrong. */
function isMutable(resource: RecordedResource, at: string, reported: string[]): boolean {
  if (reported.includes(resource.urn)) return false;
  // A preflight request carries no credentials, and an alarm on a formula has no metric of its own.
  if (at === "authorization") return resource.inputs["httpMethod"] !== "OPTIONS";
  if (at === "metricName")
    return resource.inputs["metricName"] !== undefined && String(resource.inputs["namespace"]).startsWith("AWS/");
  if (at === "kmsKeyArn") return resource.inputs["environment"] !== undefined;
  if (at.startsWith("sourceArn")) return String(resource.inputs["principal"]).endsWith("amazonaws.com");
  return true;
}

/** @param at a path; with `+`, several properties of which the first gets the value and the others are left out */
function withChange(resource: RecordedResource, at: string, value: unknown): RecordedResource {
  const [first = "", ...others] = at.split("+");
  let inputs = set(resource.inputs, first.split("."), value);
  for (const other of others) inputs = set(inputs, [other], undefined);
  const touched = [first.split(".")[0]!, ...others];
  const left = Object.entries(resource.propertyDependencies).filter(([property]) => !touched.includes(property));
  return { ...resource, inputs, propertyDependencies: Object.fromEntries(left) };
}

function set(value: Record<string, unknown>, [key = "", ...rest]: string[], to: unknown): Record<string, unknown> {
  const inner = value[key];
  const next = rest.length
    ? set(typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>) : {}, rest, to)
    : to;
  const result = { ...value, [key]: next };
  if (next === undefined) delete result[key];
  return result;
}
