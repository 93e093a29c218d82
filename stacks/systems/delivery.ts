import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../../components/account";
import { Pipeline, type PipelineStep } from "../../components/delivery/pipeline";
import { environmentSteps, PIPELINE } from "../../components/delivery/pipeline-names";
import { PIPELINE_ROLES } from "../baseline/deployments";
import type { System, SystemContext } from "./system";

/** What each change must pass before anything is deployed: one buildspec each, which run at once. */
const CHECKS: readonly PipelineStep[] = [
  {
    name: "style",
    description: "Lint rules, formatting and the workflows.",
    buildspec: "delivery/style.yml",
    timeoutMinutes: 30,
  },
  {
    name: "unit",
    description: "Types, and the tests of components, handlers and the whole program.",
    buildspec: "delivery/unit.yml",
    timeoutMinutes: 45,
    reports: ["unit"],
  },
  {
    name: "security",
    description: "Known vulnerabilities in dependencies, and their signatures.",
    buildspec: "delivery/security.yml",
    timeoutMinutes: 20,
  },
  {
    name: "policy",
    description: "What every stack would make, judged by the policy pack.",
    buildspec: "delivery/policy.yml",
    timeoutMinutes: 45,
    reports: ["policies"],
  },
];

/** R15: takes each change of the repository through checks, the test environment and an approval to production. */
export const delivery: System<"delivery"> = {
  name: "delivery",
  build(context) {
    const { environment, settings, options, alarmTopics } = context;
    const { test, production } = settings;
    const pipeline = new Pipeline(
      PIPELINE,
      {
        key: context.key(),
        source: {
          provider: settings.provider,
          repository: settings.repository,
          branch: settings.branch,
          connectionArn: settings.connectionArn,
        },
        checks: [...CHECKS],
        environments: [
          { name: "test", deploy: deployStep(context, test), verify: [verifyStep(context, test)] },
          {
            name: "prod",
            deploy: deployStep(context, production),
            approval: {
              addresses: settings.approvers ?? [environment.owner.email],
              review: reviewStep(context, production),
              timeoutMinutes: settings.approvalHours * 60,
            },
          },
        ],
        executionMode: settings.executionMode,
        topics: alarmTopics,
        accessLogs: context.accessLogBucket,
        logRetentionDays: environment.logRetentionDays,
        removal: environment.removal,
      },
      options,
    );
    return {
      outputs: {
        pipeline: pipeline.pipeline.name,
        connection: pipeline.connectionArn,
        approvalTopic: pipeline.approvalTopics["prod"]!.arn,
      },
      monitoring: pipeline.parts,
      business: [
        {
          kind: "graph",
          title: "Changes that went through the pipeline",
          metrics: [
            {
              namespace: "AWS/CodePipeline",
              name: "PipelineDuration",
              dimensions: { PipelineName: pipeline.pipeline.name },
              statistic: "SampleCount",
              periodSeconds: 300,
              label: "Executions that ended",
            },
            {
              namespace: "AWS/CodePipeline",
              name: "FailedPipelineExecutions",
              dimensions: { PipelineName: pipeline.pipeline.name },
              statistic: "Sum",
              periodSeconds: 300,
              label: "Failed executions",
            },
          ],
        },
      ],
    };
  },
};

type Target = SystemContext<"delivery">["settings"]["test"];

/** ARN of one of the roles that the baseline of the target's account makes for the pipeline. */
function roleOf({ environment, ...context }: SystemContext<"delivery">, { account }: Target, name: string) {
  const { partition } = accountOf(context.options.parent!);
  return pulumi.interpolate`arn:${partition}:iam::${environment.accounts[account]!.id}:role/${name}`;
}

/** A step that works in the target's account with a role of that account. */
function stepIn(
  context: SystemContext<"delivery">,
  target: Target,
  kind: keyof ReturnType<typeof environmentSteps>,
  role: string,
  step: Pick<PipelineStep, "description" | "buildspec" | "timeoutMinutes" | "reports" | "computeType">,
): PipelineStep {
  const arn = roleOf(context, target, role);
  return {
    ...step,
    name: environmentSteps(target.stack)[kind],
    variables: { STACK: target.stack, ROLE_ARN: arn },
    assumes: [arn],
  };
}

const deployStep = (context: SystemContext<"delivery">, target: Target) =>
  stepIn(context, target, "deploy", PIPELINE_ROLES.deploy, {
    description: `Deploys the stack ${target.stack}, after a preview with the policy pack.`,
    buildspec: "delivery/deploy.yml",
    timeoutMinutes: 120,
  });

const reviewStep = (context: SystemContext<"delivery">, target: Target) =>
  stepIn(context, target, "review", PIPELINE_ROLES.plan, {
    description: `Shows what a deployment of the stack ${target.stack} would change.`,
    buildspec: "delivery/review.yml",
    timeoutMinutes: 45,
  });

const verifyStep = (context: SystemContext<"delivery">, target: Target) =>
  stepIn(context, target, "verify", PIPELINE_ROLES.plan, {
    description: `Integration, load, browser and security tests, and how the stack ${target.stack} is.`,
    buildspec: "delivery/verify.yml",
    timeoutMinutes: 150,
    reports: ["integration"],
    computeType: "BUILD_GENERAL1_LARGE",
  });
