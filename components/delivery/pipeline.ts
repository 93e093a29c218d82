import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { GrantStatement } from "../access/grantee";
import { accountOf } from "../account";
import { EventMails } from "../audit/event-mails";
import { PlatformComponent } from "../component";
import { Bucket } from "../data/bucket";
import { Topic } from "../messaging/topic";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { BuildProject } from "./build-project";
import { DeliveryRole } from "./delivery-role";
import type { PipelineArgs, PipelineStep } from "./pipeline-args";
import { checkPipeline, stepsOf } from "./pipeline-check";
import { pipelineMails } from "./pipeline-mails";
import { pipelineMonitoring } from "./pipeline-monitoring";
import { pipelineStages, SOURCE } from "./pipeline-stages";

export type {
  PipelineApproval,
  PipelineArgs,
  PipelineEnvironment,
  PipelineSource,
  PipelineStep,
} from "./pipeline-args";

const TYPE = "platform:delivery:Pipeline";

/**
 * Takes each change of a branch to production: source, checks, one environment after the other, a person's decision before
 * the last. A failed stage stops it, a failed deployment is rolled back, and both send a readable mail.
 *
 * A pipeline of type V2 of CodePipeline. Each step is a build project with a role of its own; the artifact is a reference to
 * a clone, which each build makes through the connection, so that no credential of the repository is ever stored.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html
 *
 * @example
 * new Pipeline("delivery", {
 *   key,
 *   source: { repository: "acme/platform" },
 *   checks: [{ name: "style", description: "Lint and format", buildspec: "delivery/style.yml" }],
 *   environments: [{ name: "prod", deploy, approval: { addresses: ["owner@acme.io"], review } }],
 *   topics: { critical, warning },
 * });
 */
export class Pipeline extends PlatformComponent {
  readonly pipeline: aws.codepipeline.Pipeline;
  readonly pipelineName: string;
  readonly artifacts: Bucket;
  /** The connection that was made; absent where one was given. */
  readonly connection?: aws.codestarconnections.Connection;
  readonly connectionArn: pulumi.Output<string>;
  /** The build project of each step, by the step's name. */
  readonly projects: Readonly<Record<string, BuildProject>>;
  /** The topic of each environment's approval, by the environment's name. */
  readonly approvalTopics: Readonly<Record<string, Topic>>;
  readonly mails: EventMails;
  /** Descriptions of the pipeline and of all that it is made of. */
  readonly parts: Monitoring[];
  readonly monitoring: Monitoring;

  /** @throws InputError for a pipeline that CodePipeline would refuse, or that reaches production unasked */
  constructor(name: string, args: PipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("delivery", "Pipeline", name, opts);
    checkPipeline(TYPE, name, args);
    this.pipelineName = args.pipelineName ?? name;
    this.artifacts = this.createArtifacts(args);
    this.connection = args.source.connectionArn ? undefined : this.createConnection(args);
    this.connectionArn = pulumi.output(args.source.connectionArn ?? this.connection!.arn);
    const steps = [...args.checks, ...args.environments.flatMap(stepsOf)];
    this.projects = Object.fromEntries(steps.map((step) => [step.name, this.createProject(args, step)]));
    this.approvalTopics = this.createApprovalTopics(args);
    this.mails = this.createMails(args);
    this.pipeline = this.createPipeline(args);
    this.monitoring = pipelineMonitoring(name, this.pipeline.name);
    this.parts = [
      this.monitoring,
      ...Object.values(this.projects).map((each) => each.monitoring),
      ...Object.values(this.approvalTopics).map((each) => each.monitoring),
      this.mails.monitoring,
      this.artifacts.monitoring,
    ];
    this.registerOutputs({ pipeline: this.pipeline.name });
  }

  private createArtifacts(args: PipelineArgs): Bucket {
    return new Bucket(
      `${this.componentName}-artifacts`,
      {
        key: args.key,
        accessLogs: args.accessLogs,
        lifecycle: { expireAfterDays: args.artifactDays ?? 90, noncurrentVersionsExpireAfterDays: 7 },
        removal: args.removal,
      },
      { parent: this },
    );
  }

  /** Pending until a person completes it in the console: that is where the repository's owner consents. */
  private createConnection({ source }: PipelineArgs): aws.codestarconnections.Connection {
    return new aws.codestarconnections.Connection(
      `${this.componentName}-connection`,
      // 32 characters at most. https://docs.aws.amazon.com/codestar-connections/latest/APIReference/API_CreateConnection.html
      { name: this.pipelineName.slice(0, 32), providerType: source.provider ?? "GitHub" },
      this.childOptions(),
    );
  }

  private createProject(args: PipelineArgs, step: PipelineStep): BuildProject {
    const project = new BuildProject(
      `${this.componentName}-${step.name}`,
      {
        projectName: `${this.pipelineName}-${step.name}`,
        description: step.description,
        key: args.key,
        buildspec: step.buildspec,
        variables: step.variables,
        reports: step.reports,
        timeoutMinutes: step.timeoutMinutes,
        computeType: step.computeType,
        logRetentionDays: args.logRetentionDays,
        removal: args.removal,
        permissionsBoundary: args.permissionsBoundary,
      },
      { parent: this },
    );
    project.role.grant("take-source", [
      {
        sid: "ReadArtifacts",
        actions: ["s3:GetObject", "s3:GetObjectVersion"],
        resources: [pulumi.interpolate`${this.artifacts.arn}/*`],
      },
      ...args.key.statements("decrypt", "s3"),
      ...this.connectionStatements(args),
    ]);
    if (step.assumes?.length)
      project.role.grant("assume-roles", [
        { sid: "AssumeRoles", actions: ["sts:AssumeRole"], resources: step.assumes },
      ]);
    return project;
  }

  /**
   * The one repository through the one connection. Connections made before the service's new name keep the old one in ARN
   * and actions. https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
   */
  private connectionStatements({ source }: PipelineArgs): GrantStatement[] {
    const services = source.connectionArn ? ["codestar-connections", "codeconnections"] : ["codestar-connections"];
    return services.map((service) => ({
      sid: service === "codeconnections" ? "CloneSourceByNewName" : "CloneSource",
      actions: [`${service}:UseConnection`],
      resources: [this.connectionArn],
      conditions: { StringEqualsIfExists: { [`${service}:FullRepositoryId`]: source.repository } },
    }));
  }

  /** One for each environment: who decides about one need not decide about another. */
  private createApprovalTopics(args: PipelineArgs): Record<string, Topic> {
    return Object.fromEntries(
      args.environments.flatMap(({ name, approval }) =>
        approval
          ? [
              [
                name,
                new Topic(
                  `${this.componentName}-approve-${name}`,
                  {
                    key: args.key,
                    topicName: `${this.pipelineName}-approve-${name}`,
                    displayName: `Approval for ${name}`,
                    subscriptions: approval.addresses.map((endpoint) => ({ protocol: "email" as const, endpoint })),
                    removal: args.removal,
                  },
                  { parent: this },
                ),
              ],
            ]
          : [],
      ),
    );
  }

  private createMails(args: PipelineArgs): EventMails {
    return new EventMails(
      `${this.componentName}-mails`,
      {
        rules: pipelineMails({
          pipelineName: this.pipelineName,
          environments: args.environments,
          guide: args.guide ?? "docs/systems/delivery.md",
        }),
        topics: args.topics,
        key: args.key,
        removal: args.removal,
      },
      { parent: this },
    );
  }

  /** CodePipeline's own: it fetches, hands over, starts builds and asks. What a build may do is not among it. */
  private createRole(args: PipelineArgs): DeliveryRole {
    const role = new DeliveryRole({
      component: TYPE,
      name: this.pipelineName,
      service: "codepipeline.amazonaws.com",
      description: `Role of the pipeline ${this.pipelineName} alone.`,
      account: accountOf(this),
      permissionsBoundary: args.permissionsBoundary,
      opts: this.childOptions(),
    });
    role.grant("run-stages", [
      {
        sid: "HandOverArtifacts",
        actions: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
        resources: [pulumi.interpolate`${this.artifacts.arn}/*`],
      },
      ...args.key.statements("encryptDecrypt", "s3"),
      ...this.connectionStatements(args),
      {
        sid: "RunBuilds",
        actions: ["codebuild:StartBuild", "codebuild:BatchGetBuilds", "codebuild:StopBuild"],
        resources: Object.values(this.projects).map((project) => project.arn),
      },
    ]);
    for (const topic of Object.values(this.approvalTopics)) topic.grantPublish(role);
    return role;
  }

  private createPipeline(args: PipelineArgs): aws.codepipeline.Pipeline {
    const role = this.createRole(args);
    return new aws.codepipeline.Pipeline(
      `${this.componentName}-pipeline`,
      withOverrides<aws.codepipeline.PipelineArgs>(
        {
          executionMode: args.executionMode ?? "SUPERSEDED",
          triggers: [
            {
              providerType: "CodeStarSourceConnection",
              gitConfiguration: {
                sourceActionName: SOURCE,
                pushes: [{ branches: { includes: [args.source.branch ?? "main"] } }],
              },
            },
          ],
        },
        args.overrides?.pipeline,
        {
          name: this.pipelineName,
          pipelineType: "V2",
          roleArn: role.roleArn,
          artifactStores: [
            {
              type: "S3",
              location: this.artifacts.bucketName,
              encryptionKey: { type: "KMS", id: args.key.arn },
            },
          ],
          stages: pipelineStages(args, {
            connectionArn: this.connectionArn,
            projects: Object.fromEntries(
              Object.entries(this.projects).map(([step, project]) => [step, project.project.name]),
            ),
            approvalTopics: Object.fromEntries(
              Object.entries(this.approvalTopics).map(([environment, topic]) => [environment, topic.arn]),
            ),
          }),
        },
      ),
      // CodePipeline tries the role when the pipeline is made.
      this.childOptions({ dependsOn: role.policies }),
    );
  }
}
