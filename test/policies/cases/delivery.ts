import { U, type Cases } from "../support/cases";

const project = "aws:codebuild/project:Project";
const reports = "aws:codebuild/reportGroup:ReportGroup";
const pipeline = "aws:codepipeline/pipeline:Pipeline";
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1";

const variables = (...environmentVariables: unknown[]) => ({ environment: { environmentVariables } });
const source = (location: unknown, type: unknown = "GITHUB") => ({ source: { type, location } });
const alsoFrom = (location: unknown, type = "GITHUB") => ({
  source: { type: "CODEPIPELINE" },
  secondarySources: [{ type: "CODEPIPELINE" }, { type, location }],
});
const s3 = (more: object = {}) => ({ logsConfig: { s3Logs: { status: "ENABLED", location: "bucket/logs", ...more } } });
const cloudwatch = (cloudwatchLogs: object) => ({ logsConfig: { cloudwatchLogs } });
const exported = (s3Destination: unknown) => ({ type: "TEST", exportConfig: { type: "S3", s3Destination } });

const action = (category: unknown, name: unknown = "a", more: object = {}) => ({ name, category, ...more });
const stage = (name: unknown, ...actions: unknown[]) => ({ name, actions });
const stages = (...list: unknown[]) => ({ stages: list });
const deployTest = stage("Deploy-test", action("Deploy"));
const deployProd = stage("Deploy-prod", action("Deploy"));
const asks = stage("Approve", action("Approval"));

export const delivery: Cases = {
  "codebuild-privileged": {
    type: project,
    bad: {
      on: { environment: { privilegedMode: true } },
      "as text": { environment: { privilegedMode: "true" } },
      "in a list": { environment: [{ privilegedMode: true }] },
    },
    good: {
      "left out": { environment: { image: "aws/codebuild/standard:8.0" } },
      off: { environment: { privilegedMode: false } },
      unknown: { environment: U },
    },
  },
  "codebuild-env-secrets": {
    type: project,
    bad: {
      "an access key": variables({ name: "AWS_ACCESS_KEY_ID", value: "anything", type: "PLAINTEXT" }),
      "the type left out": variables({ name: "AWS_SECRET_ACCESS_KEY", value: "anything" }),
      "in small letters": variables({ name: "aws_session_token", value: "anything", type: "plaintext" }),
      "a key that is not known yet": variables({ name: "AWS_ACCESS_KEY_ID", value: U }),
      "a key under another name": variables({ name: "DEPLOY", value: "AKIAIOSFODNN7EXAMPLE" }),
      "a private key": variables({ name: "X", value: "-----BEGIN RSA PRIVATE KEY-----\nMII" }),
      "a password": variables({ name: "DB_PASSWORD", value: "hunter2" }),
      "a token": variables({ name: "GITHUB_TOKEN", value: "ghp_x" }),
      "an api key": variables({ name: "PARTNER_API_KEY", value: "x" }),
      "after one that is not known": variables(U, { name: "CLIENT_SECRET", value: "x" }),
    },
    good: {
      "left out": { environment: { image: "i" } },
      "a setting": variables({ name: "STACK", value: "prod", type: "PLAINTEXT" }),
      "a role": variables({ name: "ROLE_ARN", value: "arn:aws:iam::111122223333:role/deploy" }),
      "from Secrets Manager": variables({ name: "DB_PASSWORD", value: "db:password", type: "SECRETS_MANAGER" }),
      "from Parameter Store": variables({ name: "AWS_ACCESS_KEY_ID", value: "/deploy/key", type: "PARAMETER_STORE" }),
      "a type that is not known": variables({ name: "AWS_ACCESS_KEY_ID", value: "x", type: U }),
      "where a secret is": variables({ name: "DB_SECRET", value: "arn:aws:secretsmanager:eu-west-1:1:secret:db" }),
      "a secret's name": variables({ name: "DB_SECRET_NAME", value: "db" }),
      "a value that is not known": variables({ name: "DB_SECRET", value: U }),
      "nothing in it": variables({ name: "DB_PASSWORD", value: "" }),
      "variables that are not known": { environment: { environmentVariables: U } },
      "a name that is not known": variables({ name: U, value: "x" }),
    },
  },
  "codebuild-source-credentials": {
    type: project,
    bad: {
      "a password": source("https://user:password@bitbucket.org/o/r.git", "BITBUCKET"),
      "a token": source("https://x-token-auth:abc@bitbucket.org/o/r.git", "BITBUCKET"),
      "a token alone": source("https://ghp_abc@github.com/o/r.git"),
      "in capitals": source("HTTPS://user:p@github.com/o/r"),
      "a second source": alsoFrom("https://user:p@github.com/o/r"),
    },
    good: {
      address: source("https://github.com/o/r.git"),
      "an @ in the path": source("https://github.com/o/r@v1"),
      pipeline: { source: { type: "CODEPIPELINE" } },
      bucket: source("bucket/source.zip", "S3"),
      unknown: source(U),
      "a source that is not known": { source: U, secondarySources: U },
    },
  },
  "codebuild-source-tls": {
    type: project,
    bad: {
      http: source("http://github.com/o/r.git"),
      "http in small letters": source("http://ghe.example.com/o/r", "github_enterprise"),
      git: source("git://gitlab.com/o/r.git", "GITLAB"),
      "no check of the certificate": {
        source: { type: "GITHUB_ENTERPRISE", location: "https://ghe.example.com/o/r", insecureSsl: true },
      },
      "no check, as text": { source: { type: "CODEPIPELINE", insecureSsl: "true" } },
      "a second source": alsoFrom("http://bitbucket.org/o/r", "BITBUCKET"),
    },
    good: {
      https: source("https://github.com/o/r.git"),
      codecommit: source("https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/r", "CODECOMMIT"),
      "an organisation's webhook": source("CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"),
      bucket: source("bucket/source.zip", "S3"),
      pipeline: { source: { type: "CODEPIPELINE", insecureSsl: false } },
      "a type that is not known": source("http://github.com/o/r", U),
      unknown: source(U),
    },
  },
  "codebuild-logs": {
    type: project,
    bad: {
      "left out": {},
      off: cloudwatch({ status: "DISABLED", groupName: "g" }),
      "both off": {
        logsConfig: { cloudwatchLogs: { status: "DISABLED" }, s3Logs: { status: "DISABLED" } },
      },
      "a group that CodeBuild makes": cloudwatch({ status: "ENABLED" }),
      "a group without a name": cloudwatch({ groupName: "" }),
    },
    good: {
      group: cloudwatch({ status: "ENABLED", groupName: "g" }),
      "on by default": cloudwatch({ groupName: "g" }),
      bucket: s3(),
      "a group that is not known": cloudwatch({ status: "ENABLED", groupName: U }),
      "a state that is not known": cloudwatch({ status: U }),
      unknown: { logsConfig: U },
    },
  },
  "codebuild-s3-logs-encrypted": {
    type: project,
    bad: { off: s3({ encryptionDisabled: true }), "as text": s3({ encryptionDisabled: "true" }) },
    good: {
      "left out": s3(),
      on: s3({ encryptionDisabled: false }),
      unknown: s3({ encryptionDisabled: U }),
      "no logs there": s3({ status: "DISABLED", encryptionDisabled: true }),
      "no logs": {},
    },
  },
  "codebuild-artifacts-encrypted": {
    type: project,
    bad: {
      off: { artifacts: { type: "S3", encryptionDisabled: true } },
      "as text": { artifacts: { type: "CODEPIPELINE", encryptionDisabled: "true" } },
      "a second one": {
        artifacts: { type: "S3" },
        secondaryArtifacts: [{ type: "S3" }, { type: "S3", encryptionDisabled: true }],
      },
      "after one that is not known": {
        artifacts: U,
        secondaryArtifacts: [U, { type: "S3", encryptionDisabled: true }],
      },
    },
    good: {
      "left out": { artifacts: { type: "CODEPIPELINE" } },
      on: { artifacts: { type: "S3", encryptionDisabled: false } },
      "no artifacts": { artifacts: { type: "NO_ARTIFACTS", encryptionDisabled: true } },
      unknown: { artifacts: { type: "S3", encryptionDisabled: U }, secondaryArtifacts: U },
    },
  },
  "codebuild-cmk": {
    type: project,
    bad: {
      "left out": {},
      "AWS's key": { encryptionKey: "alias/aws/s3" },
      "AWS's key by ARN": { encryptionKey: "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3" },
    },
    good: { key: { encryptionKey: KEY }, unknown: { encryptionKey: U } },
  },
  "codebuild-timeout": {
    type: project,
    bad: { "left out": {}, long: { buildTimeout: 481 }, "as text": { buildTimeout: "2160" } },
    good: { set: { buildTimeout: 30 }, most: { buildTimeout: "480" }, unknown: { buildTimeout: U } },
  },
  "codebuild-public": {
    type: project,
    bad: { public: { projectVisibility: "PUBLIC_READ" }, "in small letters": { projectVisibility: "public_read" } },
    good: { "left out": {}, private: { projectVisibility: "PRIVATE" }, unknown: { projectVisibility: U } },
  },
  "codebuild-report-export-kms": {
    type: reports,
    bad: {
      off: exported({ bucket: "b", encryptionDisabled: true, encryptionKey: KEY }),
      "off as text": exported({ bucket: "b", encryptionDisabled: "true", encryptionKey: KEY }),
      "no key": exported({ bucket: "b" }),
      "AWS's key": exported({ bucket: "b", encryptionKey: "alias/aws/s3" }),
    },
    good: {
      key: exported({ bucket: "b", encryptionKey: KEY }),
      "a key that is not known": exported({ bucket: "b", encryptionKey: U }),
      "no export": { type: "TEST", exportConfig: { type: "NO_EXPORT" } },
      unknown: exported(U),
      "an export that is not known": { type: "TEST", exportConfig: U },
    },
  },
  "codepipeline-artifacts-cmk": {
    type: pipeline,
    bad: {
      "left out": { artifactStores: [{ location: "b", type: "S3" }] },
      "AWS's key": { artifactStores: [{ location: "b", encryptionKey: { id: "alias/aws/s3", type: "KMS" } }] },
      "one of two regions": {
        artifactStores: [
          { location: "a", region: "eu-west-1", encryptionKey: { id: KEY, type: "KMS" } },
          { location: "b", region: "us-east-1" },
        ],
      },
      "after one that is not known": { artifactStores: [U, { location: "b" }] },
    },
    good: {
      key: { artifactStores: [{ location: "b", encryptionKey: { id: KEY, type: "KMS" } }] },
      "a key that is not known": { artifactStores: [{ location: "b", encryptionKey: { id: U, type: "KMS" } }] },
      unknown: { artifactStores: U },
    },
  },
  "codepipeline-source-token": {
    type: pipeline,
    bad: {
      token: stages(stage("Source", action("Source", "a", { configuration: { Owner: "o", OAuthToken: "t" } }))),
      "a token that is not known": stages(stage("Source", action("Source", "a", { configuration: { OAuthToken: U } }))),
      "after a stage that is not known": stages(
        U,
        stage("S", U, action("Source", "a", { configuration: { OAuthToken: "t" } })),
      ),
    },
    good: {
      connection: stages(stage("Source", action("Source", "a", { configuration: { ConnectionArn: U } }))),
      "no configuration": stages(stage("Approve", action("Approval"))),
      unknown: { stages: U },
    },
  },
  "codepipeline-approval": {
    type: pipeline,
    bad: {
      "nobody is asked": stages(deployTest, deployProd),
      "asked afterwards": stages(deployProd, asks),
      "asked at the same time": stages(stage("Live", action("Deploy"), action("Approval"))),
      "asked about the test environment": stages(asks, deployTest, deployProd),
      "a build that deploys": stages(stage("deploy_production", action("Build"))),
      "an action's name": stages(stage("Deploy", action("Deploy", "to-prod", { runOrder: 2 }))),
      "asked about half of it": stages(
        stage("Prod", action("Deploy", "x", { runOrder: 1 }), action("Approval", "y", { runOrder: "2" })),
      ),
      "before a stage that is not known": stages(deployProd, U),
    },
    good: {
      "asked before": stages(deployTest, asks, deployProd),
      "asked once for two regions": stages(
        asks,
        stage("Prod-eu", action("Deploy")),
        stage("Prod-us", action("Deploy")),
      ),
      "asked in the same stage": stages(stage("Prod", action("Approval"), action("Deploy", "d", { runOrder: 2 }))),
      "a preview before the question": stages(
        stage("Approve-prod", action("Build", "review-prod"), action("Approval", "q", { runOrder: 2 })),
        stage("Deploy-prod", action("Build")),
      ),
      "a condition on the entry": stages({ ...deployProd, beforeEntry: { condition: { result: "FAIL", rules: [] } } }),
      "no production": stages(deployTest, stage("Product-docs", action("Deploy"))),
      "tests of production": stages(stage("Check-prod", action("Test"))),
      "after a stage that is not known": stages(U, deployProd),
      "an action that is not known": stages(stage("Approve", U), deployProd),
      unknown: { stages: U },
    },
  },
};
