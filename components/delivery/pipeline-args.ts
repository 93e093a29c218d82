import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Bucket } from "../data/bucket";
import type { Key } from "../encryption/key";
import type { AlarmTopic } from "../observability/alarm-topic";
import type { Severity } from "../observability/monitoring";
import type { Removal } from "../removal";

/** Where the source comes from. https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html */
export interface PipelineSource {
  /** Default `GitHub`. */
  provider?: "GitHub" | "GitLab" | "Bitbucket" | "GitHubEnterpriseServer" | "GitLabSelfManaged";
  /** `OWNER/REPOSITORY`, with all groups of a GitLab project. */
  repository: string;
  /** The branch whose pushes start the pipeline. Default `main`. */
  branch?: string;
  /**
   * ARN of a connection that somebody else made. Default one is made: a person must then complete it once in the console, so
   * that no credential is ever written down. Providers that a company hosts itself need one.
   */
  connectionArn?: pulumi.Input<string>;
}

/** One build of the pipeline: a buildspec of the source and what it may do. */
export interface PipelineStep {
  /** Lower-case letters, digits and `-`; ends the project's name. */
  name: string;
  /** For people. */
  description: string;
  /** Path in the source. */
  buildspec: string;
  /** Minutes until it is stopped, 5 to 480. Default 30. */
  timeoutMinutes?: number;
  /** Values for its commands; no secrets. Default none. */
  variables?: Record<string, pulumi.Input<string>>;
  /** Names of its report groups. Default none. */
  reports?: string[];
  /** ARNs of the roles that it may assume, each by its full name. Default none. */
  assumes?: pulumi.Input<string>[];
  /** Size of the machine. Default 4 processors, 8 GB. */
  computeType?: string;
}

/** What a person decides about an environment before it is deployed to. */
export interface PipelineApproval {
  /** Who gets the mail that asks; each must confirm the subscription. At least one. */
  addresses: string[];
  /**
   * Runs before the question and shows what a deployment would change. It exports the variables `SUMMARY` (up to 500
   * characters, in the mail) and `DETAILS` (the address of the whole difference).
   */
  review: PipelineStep;
  /** Minutes that the question waits for an answer; then the stage fails. 5 to 86,400. Default 10,080, a week. */
  timeoutMinutes?: number;
}

/** An environment that the pipeline deploys to. */
export interface PipelineEnvironment {
  /** For example `test`; ends the stages' names. Lower-case letters, digits and `-`. */
  name: string;
  deploy: PipelineStep;
  /** Builds that test what was deployed, at once. A failure fails the deployment. Default none. */
  verify?: PipelineStep[];
  /** Asked before the deployment. The last environment must have it. Default none. */
  approval?: PipelineApproval;
  /**
   * What a failed deployment does: `rollback` deploys what last went well there, `stop` leaves it as it is. Default `rollback`.
   * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback-auto.html
   */
  onFailure?: "rollback" | "stop";
  /** Whom a failure there reaches. Default `critical` with an approval, `warning` without. */
  severity?: Severity;
}

export interface PipelineArgs {
  /** Encrypts artifacts, logs and messages. */
  key: Key;
  /** Name of the pipeline, which starts the projects' names: up to 60 letters, digits and `-`. Default the component's name. */
  pipelineName?: string;
  source: PipelineSource;
  /** Builds that each change must pass before anything is deployed, all at once. At least one. */
  checks: PipelineStep[];
  /** In their order. The last one is production. */
  environments: PipelineEnvironment[];
  /** Where failures go. Each topic must list `events.amazonaws.com` among its publishers. */
  topics: Record<Severity, AlarmTopic>;
  /**
   * What becomes of a change while an older one is under way: `SUPERSEDED` lets it overtake those that wait for a stage,
   * `QUEUED` keeps their order. A stage never works on two. Default `SUPERSEDED`.
   */
  executionMode?: "SUPERSEDED" | "QUEUED";
  /** Page that mails refer to, from the root of the clone. Default `docs/systems/delivery.md`. */
  guide?: string;
  /** Where server access logs of the artifacts go. Default a bucket of its own. */
  accessLogs?: Bucket;
  /** Days for which artifacts are kept, at least 1. Default 90. A rollback needs those of the last deployment. */
  artifactDays?: number;
  /** Days for which builds' logs are kept. Default 30. */
  logRetentionDays?: number;
  /** Default `retain`. */
  removal?: Removal;
  permissionsBoundary?: pulumi.Input<string>;
  /** Merged over the defaults; the role, artifacts and type stay. */
  overrides?: { pipeline?: Partial<aws.codepipeline.PipelineArgs> };
}
