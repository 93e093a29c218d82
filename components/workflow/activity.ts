import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Grantee } from "../access/grantee";
import { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Metric, Monitoring, Statistic } from "../observability/monitoring";
import type { CallingMachine } from "./call";

export interface ActivityArgs {
  /** Encrypts what workers are given. */
  key: Key;
  /** Physical name, 1 to 80 letters, digits, `-` and `_`. Default the component's name. */
  activityName?: string;
  /** Seconds for which a data key is used again, 60 to 900. Default 300. */
  dataKeyReuseSeconds?: number;
  tags?: Record<string, pulumi.Input<string>>;
}

const PAGE = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html";
const METRICS = "https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html";

/**
 * Work that a program outside of AWS, or a person's tool, fetches and answers; a state machine waits for it with `runActivity`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html
 */
export class Activity extends PlatformComponent {
  readonly activity: aws.sfn.Activity;
  readonly arn: pulumi.Output<string>;
  readonly monitoring: Monitoring;
  private readonly key: Key;

  /** @throws InputError for an argument outside Step Functions' limits */
  constructor(name: string, args: ActivityArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = inputChecks("platform:workflow:Activity", name);
    const activityName = args.activityName ?? name;
    check.matches("activityName", activityName, /^[A-Za-z0-9_-]{1,80}$/, "1 to 80 letters, digits, - and _", PAGE);
    check.integer("dataKeyReuseSeconds", args.dataKeyReuseSeconds, 60, 900, PAGE);
    super("workflow", "Activity", name, opts);
    this.key = args.key;
    this.activity = new aws.sfn.Activity(
      `${name}-activity`,
      {
        name: activityName,
        encryptionConfiguration: {
          type: "CUSTOMER_MANAGED_KMS_KEY",
          kmsKeyId: args.key.arn,
          kmsDataKeyReusePeriodSeconds: args.dataKeyReuseSeconds ?? 300,
        },
        tags: args.tags,
      },
      this.childOptions(),
    );
    this.arn = this.activity.arn;
    this.monitoring = activityMonitoring(name, activityName, this.arn);
    this.registerOutputs({ arn: this.arn });
  }

  /** Lets a machine hand out work: activities take no permission but that on their key. */
  grantRun(machine: CallingMachine): aws.iam.RolePolicy {
    return machine.grant(`run-${this.componentName}`, [this.keyStatement(["kms:Decrypt", "kms:GenerateDataKey"])]);
  }

  /** Lets a worker fetch work and answer. */
  grantWork(worker: Grantee): aws.iam.RolePolicy {
    return worker.grant(`work-${this.componentName}`, [
      { sid: "FetchWork", actions: ["states:GetActivityTask"], resources: [this.arn] },
      {
        sid: "AnswerWork",
        actions: ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"],
        resources: ["*"],
        wildcardReason: "They are given a token, and take no resource.",
      },
      this.keyStatement(["kms:Decrypt"]),
    ]);
  }

  private keyStatement(actions: string[]) {
    return {
      sid: "UseKeyForActivity",
      actions,
      resources: [this.key.arn],
      // https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
      conditions: { StringEquals: { "kms:EncryptionContext:aws:states:activityArn": this.arn } },
    };
  }
}

function activityMonitoring(component: string, activityName: string, arn: pulumi.Input<string>): Monitoring {
  const metric = (name: string, statistic: Statistic): Metric => ({
    namespace: "AWS/States",
    name,
    dimensions: { ActivityArn: arn },
    statistic,
    periodSeconds: 300,
  });
  return {
    title: `Activity ${activityName}`,
    component,
    alarms: [
      {
        name: "timed-out",
        severity: "critical",
        metric: metric("ActivitiesTimedOut", "Sum"),
        comparison: "GreaterThanThreshold",
        threshold: 0,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: "notBreaching",
        description: "Work was given up because no worker fetched or answered it in time.",
        reason: `An execution waits for each; most often no worker is running (${METRICS}).`,
      },
    ],
    widgets: [
      {
        kind: "graph",
        title: `${component}: work`,
        unit: "tasks",
        metrics: ["ActivitiesScheduled", "ActivitiesSucceeded", "ActivitiesFailed", "ActivitiesTimedOut"].map((name) =>
          metric(name, "Sum"),
        ),
      },
    ],
  };
}
