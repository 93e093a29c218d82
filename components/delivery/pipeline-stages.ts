import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PipelineApproval, PipelineArgs, PipelineEnvironment, PipelineStep } from "./pipeline-args";

type Stage = aws.types.input.codepipeline.PipelineStage;
type Action = aws.types.input.codepipeline.PipelineStageAction;

/** What stages refer to. */
export interface StageParts {
  connectionArn: pulumi.Input<string>;
  /** Name of the project of each step, by the step's name. */
  projects: Readonly<Record<string, pulumi.Input<string>>>;
  /** Topic of the approvals' mails, by the environment's name. */
  approvalTopics: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Name of the source's action, artifact and variables. */
export const SOURCE = "Source";
const CHECKS = "Checks";
const A_WEEK_MINUTES = 10_080;

/** Name of the stage that deploys to an environment. */
export function deployStage(environment: string): string {
  return `Deploy-${environment}`;
}

/** Name of the stage in which somebody decides about an environment. */
export function approveStage(environment: string): string {
  return `Approve-${environment}`;
}

/**
 * The pipeline's stages in their order. Each begins when all before it succeeded; deciding is a stage of its own, so that a
 * deployment which is rolled back asks nobody again.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html
 */
export function pipelineStages(args: PipelineArgs, parts: StageParts): Stage[] {
  return [
    { name: SOURCE, actions: [sourceAction(args, parts)] },
    { name: CHECKS, actions: args.checks.map((step) => buildAction(step, "Test", parts)) },
    ...args.environments.flatMap((environment, index) => [
      ...(environment.approval
        ? [approval(environment.name, environment.approval, args.environments[index - 1]?.name, parts)]
        : []),
      deployment(environment, parts),
    ]),
  ];
}

/**
 * The whole clone instead of an archive: the commands compare with what went before. Pushes start the pipeline by its
 * trigger, which names the branch.
 */
function sourceAction({ source }: PipelineArgs, { connectionArn }: StageParts): Action {
  return {
    name: SOURCE,
    namespace: SOURCE,
    category: "Source",
    owner: "AWS",
    provider: "CodeStarSourceConnection",
    version: "1",
    outputArtifacts: [SOURCE],
    configuration: {
      ConnectionArn: connectionArn,
      FullRepositoryId: source.repository,
      BranchName: source.branch ?? "main",
      OutputArtifactFormat: "CODEBUILD_CLONE_REF",
      DetectChanges: "false",
    },
  };
}

function buildAction(
  step: PipelineStep,
  category: "Build" | "Test",
  { projects }: StageParts,
  more: { runOrder?: number; namespace?: string } = {},
): Action {
  return {
    name: step.name,
    category,
    owner: "AWS",
    provider: "CodeBuild",
    version: "1",
    inputArtifacts: [SOURCE],
    configuration: { ProjectName: projects[step.name]! },
    runOrder: more.runOrder ?? 1,
    ...(more.namespace && { namespace: more.namespace }),
  };
}

function deployment(environment: PipelineEnvironment, parts: StageParts): Stage {
  const { name, deploy, verify = [], onFailure = "rollback" } = environment;
  return {
    name: deployStage(name),
    actions: [
      buildAction(deploy, "Build", parts),
      ...verify.map((step) => buildAction(step, "Test", parts, { runOrder: 2 })),
    ],
    ...(onFailure === "rollback" && { onFailure: { result: "ROLLBACK" } }),
  };
}

function approval(
  environment: string,
  { review, timeoutMinutes }: PipelineApproval,
  before: string | undefined,
  parts: StageParts,
): Stage {
  const namespace = `Review-${environment}`;
  return {
    name: approveStage(environment),
    actions: [
      buildAction(review, "Build", parts, { namespace }),
      {
        name: `approve-${environment}`,
        category: "Approval",
        owner: "AWS",
        provider: "Manual",
        version: "1",
        runOrder: 2,
        timeoutInMinutes: timeoutMinutes ?? A_WEEK_MINUTES,
        configuration: {
          NotificationArn: parts.approvalTopics[environment]!,
          CustomData: approvalText(environment, before, namespace),
        },
      },
    ],
  };
}

/** The mail's own words; around them SNS says which pipeline asks and where to answer. With all values at most 1,000 characters. */
function approvalText(environment: string, before: string | undefined, namespace: string): string {
  return [
    `May #{${SOURCE}.FullRepositoryName}, branch #{${SOURCE}.BranchName}, commit #{${SOURCE}.CommitId}, be deployed to ${environment}?`,
    `Its checks passed${before ? `, and so did its tests in ${before}` : ""}.`,
    `What would change: #{${namespace}.SUMMARY}`,
    `All of it: #{${namespace}.DETAILS}`,
  ].join(" ");
}
