import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import type { GrantStatement } from "../access/grantee";
import { PlatformComponent } from "../component";
import { checkLogRetention } from "../compute/log-retention";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import type { Removal } from "../removal";
import { buildProjectMonitoring } from "./build-project-monitoring";
import { DeliveryRole } from "./delivery-role";

export interface BuildProjectArgs {
  /** Name of the project: 2 to 150 letters, digits, `-` and `_`. Default the component's name. */
  projectName?: string;
  /** For people. */
  description: string;
  /** Encrypts logs, artifacts and reports. */
  key: Key;
  /** Path of the buildspec in the source, for example `delivery/style.yml`. */
  buildspec: string;
  /** Values that the commands get as environment variables. No secret: they can be read in the console. Default none. */
  variables?: Record<string, pulumi.Input<string>>;
  /** Names of the buildspec's report groups; the tests' results are kept there. Default none. */
  reports?: string[];
  /** Minutes until a build is stopped, 5 to 480. Default 30. */
  timeoutMinutes?: number;
  /** Minutes that a build may wait for its turn, 5 to 480. Default 60. */
  queuedMinutes?: number;
  /** Size of the machine. Default `BUILD_GENERAL1_MEDIUM`: 4 processors, 8 GB. */
  computeType?: string;
  /** Image of the machine. Default AWS's Ubuntu image. https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html */
  image?: string;
  /** Days for which logs are kept. Default 30. */
  logRetentionDays?: number;
  /** Default `retain`: reports stay when the project goes. */
  removal?: Removal;
  permissionsBoundary?: pulumi.Input<string>;
  /** Merged over the defaults. The unprivileged mode, encryption and logs stay. */
  overrides?: { project?: Partial<aws.codebuild.ProjectArgs> };
}

const TYPE = "platform:delivery:BuildProject";
const PROJECTS = "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html";
/** The newest of Ubuntu. What the buildspecs name in runtime-versions must be in it. */
const IMAGE = "aws/codebuild/standard:8.0";

/**
 * Runs one buildspec for a pipeline: a CodeBuild project with a role of its own, that writes to its log group and reports and
 * does what it is granted beside. Never privileged: no build makes containers, and root on the machine would see the
 * credentials of all others. No cache: what one build leaves could change what the next one checks.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/security.html
 *
 * @example
 * const style = new BuildProject("style", { key, description: "Lint and format", buildspec: "delivery/style.yml" });
 */
export class BuildProject extends PlatformComponent {
  readonly project: aws.codebuild.Project;
  readonly projectName: string;
  readonly arn: pulumi.Output<string>;
  /** Its role, for grants. */
  readonly role: DeliveryRole;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly reportGroups: Readonly<Record<string, aws.codebuild.ReportGroup>>;
  readonly monitoring: Monitoring;

  /** @throws InputError for an argument that CodeBuild would refuse */
  constructor(name: string, args: BuildProjectArgs, opts?: pulumi.ComponentResourceOptions) {
    super("delivery", "BuildProject", name, opts);
    checkArgs(name, args);
    this.projectName = args.projectName ?? name;
    this.logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      {
        name: `/aws/codebuild/${this.projectName}`,
        retentionInDays: args.logRetentionDays ?? 30,
        kmsKeyId: args.key.arn,
      },
      this.childOptions(),
    );
    this.reportGroups = this.createReportGroups(args);
    this.role = this.createRole(args);
    this.project = this.createProject(args);
    this.arn = this.project.arn;
    this.monitoring = buildProjectMonitoring({
      component: name,
      projectName: this.projectName,
      timeoutMinutes: args.timeoutMinutes ?? 30,
    });
    this.registerOutputs({ arn: this.arn });
  }

  /** CodeBuild finds a buildspec's report group by project and name, and makes it where it is not there. */
  private createReportGroups(args: BuildProjectArgs): Record<string, aws.codebuild.ReportGroup> {
    return Object.fromEntries(
      (args.reports ?? []).map((report) => [
        report,
        new aws.codebuild.ReportGroup(
          `${this.componentName}-${report}`,
          {
            name: `${this.projectName}-${report}`,
            type: "TEST",
            deleteReports: args.removal === "destroy",
            exportConfig: { type: "NO_EXPORT" },
          },
          this.childOptions(),
        ),
      ]),
    );
  }

  private createRole(args: BuildProjectArgs): DeliveryRole {
    const role = new DeliveryRole({
      component: TYPE,
      name: this.projectName,
      service: "codebuild.amazonaws.com",
      description: `Role of the build project ${this.projectName} alone.`,
      account: accountOf(this),
      permissionsBoundary: args.permissionsBoundary,
      opts: this.childOptions(),
    });
    const reports = Object.values(this.reportGroups).map((group) => group.arn);
    const statements: GrantStatement[] = [
      {
        sid: "WriteLogs",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [pulumi.interpolate`${this.logGroup.arn}:log-stream:*`],
      },
    ];
    if (reports.length)
      statements.push({
        sid: "WriteReports",
        actions: ["codebuild:CreateReport", "codebuild:UpdateReport", "codebuild:BatchPutTestCases"],
        resources: reports,
      });
    role.grant("tell", statements);
    return role;
  }

  private createProject(args: BuildProjectArgs): aws.codebuild.Project {
    const defaults: Partial<aws.codebuild.ProjectArgs> = {
      description: args.description,
      buildTimeout: args.timeoutMinutes ?? 30,
      queuedTimeout: args.queuedMinutes ?? 60,
      cache: { type: "NO_CACHE" },
      environment: {
        type: "LINUX_CONTAINER",
        computeType: args.computeType ?? "BUILD_GENERAL1_MEDIUM",
        image: args.image ?? IMAGE,
        imagePullCredentialsType: "CODEBUILD",
        environmentVariables: Object.entries(args.variables ?? {}).map(([name, value]) => ({
          name,
          value,
          type: "PLAINTEXT",
        })),
      },
    };
    const required: Partial<aws.codebuild.ProjectArgs> = {
      name: this.projectName,
      serviceRole: this.role.roleArn,
      encryptionKey: args.key.arn,
      artifacts: { type: "CODEPIPELINE" },
      source: { type: "CODEPIPELINE", buildspec: args.buildspec },
      logsConfig: {
        cloudwatchLogs: { status: "ENABLED", groupName: this.logGroup.name },
        s3Logs: { status: "DISABLED" },
      },
      // CodeBuild's own default, said for whoever reads or judges the project.
      environment: { privilegedMode: false } as aws.types.input.codebuild.ProjectEnvironment,
    };
    return new aws.codebuild.Project(
      `${this.componentName}-project`,
      withOverrides(defaults, args.overrides?.project, required),
      this.childOptions(),
    );
  }
}

function checkArgs(name: string, args: BuildProjectArgs): void {
  const check = inputChecks(TYPE, name);
  check.matches(
    args.projectName === undefined ? "name, which is the default projectName," : "projectName",
    args.projectName ?? name,
    /^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/,
    "2 to 150 letters, digits, - and _",
    PROJECTS,
  );
  check.matches(
    "buildspec",
    args.buildspec,
    /^[\w-][\w./-]*\.ya?ml$/,
    "a path in the source such as delivery/x.yml",
    PROJECTS,
  );
  check.integer("timeoutMinutes", args.timeoutMinutes, 5, 480, PROJECTS);
  check.integer("queuedMinutes", args.queuedMinutes, 5, 480, PROJECTS);
  checkLogRetention(check, "logRetentionDays", args.logRetentionDays);
  for (const variable of Object.keys(args.variables ?? {})) {
    check.matches("variables", variable, /^[A-Z_][A-Z0-9_]*$/, "capitals, digits and _ for the names", PROJECTS);
    if (/SECRET|PASSWORD|TOKEN|ACCESS_KEY/.test(variable))
      check.fail(
        "variables",
        variable,
        "keep it in Secrets Manager and name it in the buildspec's env/secrets-manager",
      );
  }
  for (const report of args.reports ?? [])
    check.matches("reports", report, /^[a-z0-9-]{2,40}$/, "2 to 40 lower-case letters, digits and -", PROJECTS);
}
