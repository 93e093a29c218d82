import { credentialIn, isReference } from "../core/credentials";
import type { Resource } from "../core/resource";
import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, isTrue, lower, numeric, read, text } from "../core/values";

const types = ["aws:codebuild/project:Project"];
const PROJECTS = "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html";

/** The elements of a block and of its secondary ones, each with its path for messages. */
function each(project: Resource, block: "source" | "artifacts"): { at: string; value: unknown }[] {
  const secondary = block === "source" ? "secondarySources" : "secondaryArtifacts";
  return [
    ...project.list(block).map((value) => ({ at: block, value })),
    ...project.list(secondary).map((value, index) => ({ at: `${secondary}[${index}]`, value })),
  ];
}

export const privileged = resourceRule({
  name: "codebuild-privileged",
  title: "A build project's environment.privilegedMode is not true",
  why: "A privileged build is root on its machine: what it runs sees the credentials of the machine and of other containers.",
  severity: "high",
  ids: ["AwsSolutions-CB3", "CKV_AWS_316"],
  fix: "Leave privilegedMode out. A build that makes container images needs it: take an exception for that project alone.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html",
  types,
  check: (project) => project.mustNotBeTrue("environment.privilegedMode"),
});

const awsNames = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];
const secretNames = /(^|_)(secret(_?key)?|password|passwd|passphrase|token|api_?key|private_?key|credentials?)$/i;

export const envSecrets = resourceRule({
  name: "codebuild-env-secrets",
  title: "PLAINTEXT variables of a build project hold no credentials",
  why: "Everyone who may read the project or one of its builds reads them, and so does every command of a build.",
  severity: "critical",
  ids: ["FSBP CodeBuild.2", "guard CODEBUILD_PROJECT_ENVVAR_AWSCRED_CHECK"],
  fix: "Use the project's role for AWS; for the rest set type to SECRETS_MANAGER or PARAMETER_STORE. Rotate what was there.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-2",
  types,
  check: (project) =>
    project.list("environment.environmentVariables").map((variable) => {
      const type = read(variable, "type");
      const name = text(read(variable, "name"));
      const value = read(variable, "value");
      if (isUnknown(type) || (lower(type) || "plaintext") !== "plaintext") return undefined;
      if (name === undefined || isMissing(value)) return undefined;
      // Nothing but a credential has these names, whatever the value will be.
      if (awsNames.includes(name.toLowerCase())) return `environment variable ${name} is of type PLAINTEXT`;
      const found = credentialIn(name, value);
      if (found) return `environment variable ${name} holds ${found}`;
      const literal = text(value);
      return (
        literal !== undefined &&
        secretNames.test(name) &&
        !isReference(literal) &&
        `environment variable ${name} is of type PLAINTEXT`
      );
    }),
});

export const sourceCredentials = resourceRule({
  name: "codebuild-source-credentials",
  title: "The location of a build project's source holds no credentials",
  why: "A user's name, password or token in a URL is shown to everyone who may read the project, and in the logs of builds.",
  severity: "critical",
  ids: ["FSBP CodeBuild.1", "guard CODEBUILD_PROJECT_SOURCE_REPO_URL_CHECK"],
  fix: "Remove everything before the @, connect the repository through a connection, and revoke what was there.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-1",
  types,
  check: (project) =>
    each(project, "source").map(({ at, value }) => {
      const location = text(read(value, "location")) ?? "";
      return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(location) && `${at}.location holds credentials`;
    }),
});

const repositories = ["bitbucket", "codecommit", "github", "github_enterprise", "gitlab", "gitlab_self_managed"];
/** What stands for every repository of an organisation whose webhook starts the build. */
const WEBHOOK = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION";

export const sourceTls = resourceRule({
  name: "codebuild-source-tls",
  title: "A build project takes its source by https, and checks the certificate",
  why: "Whoever stands between could change what is built and deployed.",
  severity: "high",
  ids: [],
  fix: "Let location begin with https://, and leave insecureSsl out.",
  url: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html",
  types,
  check: (project) =>
    each(project, "source").flatMap(({ at, value }) => {
      const type = lower(read(value, "type")) ?? "";
      const location = text(read(value, "location"));
      const isUrl = repositories.includes(type) && location !== undefined && location !== WEBHOOK;
      return [
        isUrl && !/^https:\/\//i.test(location) && `${at}.location is no https address`,
        isTrue(read(value, "insecureSsl")) && `${at}.insecureSsl is true`,
      ];
    }),
});

export const logs = resourceRule({
  name: "codebuild-logs",
  title: "A build project writes its logs to a log group that it names, or to S3",
  why: "Without a log nobody knows what a build did. A group that CodeBuild makes is kept for ever and has no key of yours.",
  severity: "medium",
  ids: ["FSBP CodeBuild.4", "CKV_AWS_314"],
  fix: "Set logsConfig.cloudwatchLogs.groupName to a log group of the stack.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-4",
  types,
  check: (project) => {
    const parts = ["", ".s3Logs", ".s3Logs.status", ".cloudwatchLogs", ".cloudwatchLogs.status"];
    if (parts.some((part) => project.isUnknown(`logsConfig${part}`))) return undefined;
    if (lower(project.read("logsConfig.s3Logs.status")) === "enabled") return undefined;
    const off = lower(project.read("logsConfig.cloudwatchLogs.status")) === "disabled";
    return off ? "logsConfig writes no log" : project.mustBeSet("logsConfig.cloudwatchLogs.groupName");
  },
});

export const s3LogsEncrypted = resourceRule({
  name: "codebuild-s3-logs-encrypted",
  title: "A build project's logs in S3 are encrypted",
  why: "Logs hold what commands print, names and addresses of what is built and deployed among it.",
  severity: "medium",
  ids: ["FSBP CodeBuild.3", "CKV_AWS_311"],
  fix: "Leave logsConfig.s3Logs.encryptionDisabled out.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-3",
  types,
  check: (project) =>
    lower(project.read("logsConfig.s3Logs.status")) === "enabled" &&
    project.mustNotBeTrue("logsConfig.s3Logs.encryptionDisabled"),
});

export const artifactsEncrypted = resourceRule({
  name: "codebuild-artifacts-encrypted",
  title: "A build project encrypts its artifacts",
  why: "What is built is deployed: whoever reads it knows the program, and often what it is configured with.",
  severity: "medium",
  ids: ["CKV_AWS_78", "AWS-0018", "guard CODEBUILD_PROJECT_ARTIFACT_ENCRYPTION"],
  fix: "Leave encryptionDisabled of artifacts and secondaryArtifacts out.",
  url: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectArtifacts.html",
  types,
  check: (project) =>
    each(project, "artifacts").map(
      ({ at, value }) =>
        // Nothing is kept there, so nothing is in clear.
        lower(read(value, "type")) !== "no_artifacts" &&
        isTrue(read(value, "encryptionDisabled")) &&
        `${at}.encryptionDisabled is true`,
    ),
});

export const customerKey = resourceRule({
  name: "codebuild-cmk",
  title: "A build project's encryptionKey is a customer key",
  why: "Without one it is S3's key of the account, which everyone may use who may read the bucket.",
  severity: "low",
  ids: ["AwsSolutions-CB4", "CKV_AWS_147"],
  fix: "Set encryptionKey to a key of yours.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html",
  types,
  check: (project) => project.mustNameCustomerKey("encryptionKey"),
});

export const timeout = resourceRule({
  name: "codebuild-timeout",
  title: "A build project states its buildTimeout, at most eight hours",
  why: "A build that hangs costs money by the minute, and holds the stage of a pipeline that waits for it.",
  severity: "low",
  ids: [],
  fix: "Set buildTimeout to what the slowest good build takes, and some more.",
  url: PROJECTS,
  settings: {
    maximumMinutes: { type: "integer", minimum: 5, maximum: 2160, default: 480, description: "Longest time-out." },
  },
  types,
  check: (project, { maximumMinutes }) => {
    const minutes = project.read("buildTimeout");
    if (isUnknown(minutes)) return undefined;
    if (isMissing(minutes)) return "buildTimeout is not set";
    return (numeric(minutes) ?? Infinity) > maximumMinutes && `buildTimeout is above ${maximumMinutes}`;
  },
});

export const visibility = resourceRule({
  name: "codebuild-public",
  title: "A build project is not PUBLIC_READ",
  why: "Logs and artifacts of a public project are read by everybody, without an account.",
  severity: "high",
  ids: [],
  fix: "Leave projectVisibility out.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/public-builds.html",
  types,
  check: (project) => lower(project.read("projectVisibility")) === "public_read" && "projectVisibility is PUBLIC_READ",
});

export const reportExport = resourceRule({
  name: "codebuild-report-export-kms",
  title: "A report group that exports to S3 encrypts with a customer key",
  why: "Results of tests name what is weak: which tests fail, and with which inputs and outputs.",
  severity: "medium",
  ids: ["FSBP CodeBuild.7"],
  fix: "Leave s3Destination.encryptionDisabled out, and set s3Destination.encryptionKey to a key of yours.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-7",
  types: ["aws:codebuild/reportGroup:ReportGroup"],
  check: (group) => {
    const destination = "exportConfig.s3Destination";
    // What is not known yet may be no export at all.
    if (group.isUnknown(destination) || lower(group.read("exportConfig.type")) !== "s3") return undefined;
    return [
      group.mustNotBeTrue(`${destination}.encryptionDisabled`),
      group.mustNameCustomerKey(`${destination}.encryptionKey`),
    ];
  },
});
