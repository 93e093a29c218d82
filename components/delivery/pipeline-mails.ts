import type { EventTest } from "../audit/event-pattern";
import type { MailRule } from "../audit/mail-rule";
import type { Severity } from "../observability/monitoring";
import type { PipelineEnvironment } from "./pipeline-args";
import { deployStage } from "./pipeline-stages";

/** What the mails of a pipeline are made of. */
export interface PipelineMailsArgs {
  pipelineName: string;
  environments: readonly PipelineEnvironment[];
  /** Page that mails refer to. */
  guide: string;
}

/** Whom a failed deployment to an environment reaches. */
function severityOf({ severity, approval }: PipelineEnvironment): Severity {
  return severity ?? (approval ? "critical" : "warning");
}

/**
 * Mails about stages that failed: deployments to environments that matter to those who are woken, all else to those who read
 * it tomorrow. Who pushed may look at the repository only, so the mails say what happened and where to look.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export function pipelineMails({ pipelineName, environments, guide }: PipelineMailsArgs): MailRule[] {
  const critical = environments.filter((each) => severityOf(each) === "critical").map(({ name }) => deployStage(name));
  const stages = (stage: EventTest[]): MailRule["pattern"] => ({
    source: ["aws.codepipeline"],
    "detail-type": ["CodePipeline Stage Execution State Change"],
    detail: { pipeline: [pipelineName], state: ["FAILED"], stage },
  });
  const fields = {
    Pipeline: "$.detail.pipeline",
    Stage: "$.detail.stage",
    Execution: "$.detail.execution-id",
  };
  return [
    ...(critical.length
      ? [
          {
            name: "deployment-failed",
            title: "<stage> failed: the pipeline <pipeline> could not deploy",
            why: "Somebody approved this change, and it is not, or not wholly, where it should be. A rollback to what last went well begins by itself where the stage has one.",
            advice:
              "Open https://<region>.console.aws.amazon.com/codesuite/codepipeline/pipelines/<pipeline>/view and read the failed build's log; see that the rollback succeeded.",
            more: `${guide}#a-deployment-that-fails`,
            severity: "critical" as const,
            pattern: stages(critical),
            fields,
          },
        ]
      : []),
    {
      name: "stage-failed",
      title: "<stage> of the pipeline <pipeline> failed",
      why: "The change goes no further: a check or test found something, or somebody said no.",
      advice:
        "Open https://<region>.console.aws.amazon.com/codesuite/codepipeline/pipelines/<pipeline>/view, read the failed action's log, and push a change that mends it.",
      more: `${guide}#a-stage-that-fails`,
      severity: "warning" as const,
      pattern: stages(critical.length ? [{ "anything-but": critical }] : [{ exists: true }]),
      fields,
    },
  ];
}
