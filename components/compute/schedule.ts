import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Queue } from "../messaging/queue";
import type { Monitoring } from "../observability/monitoring";
import type { Function } from "./function";
import { scheduleMonitoring } from "./schedule-monitoring";

export interface ScheduleArgs {
  /** What is invoked, asynchronously and through its alias, with EventBridge's event. */
  function: Function;
  /** What it is for, in at most 512 characters. */
  description: string;
  /** `rate(1 hour)` or `cron(0 7 ? * MON *)`, in UTC. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
  expression: string;
  /** Takes the events that could not be handed to the function; must admit `events.amazonaws.com` as a sender. */
  deadLetterQueue: Queue;
  /** Also invokes it once while it is deployed for the first time, with `{}`, and waits for it. Default false. */
  immediately?: boolean;
}

const TYPE = "platform:compute:Schedule";
const RULES = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html";

/**
 * Invokes a function again and again at the times of an expression.
 *
 * @example
 * new Schedule("export-hourly", {
 *   function: exporter, description: "Exports the counts.", expression: "cron(5 * * * ? *)", deadLetterQueue: undeliverable,
 * });
 */
export class Schedule extends PlatformComponent {
  readonly rule: aws.cloudwatch.EventRule;
  /** The first run, which was waited for; absent without `immediately`. */
  readonly firstRun?: aws.lambda.Invocation;
  readonly monitoring: Monitoring;

  /** @throws InputError for an expression or a description that EventBridge would refuse */
  constructor(name: string, args: ScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = inputChecks(TYPE, name);
    check.matches(
      "expression",
      args.expression,
      /^(?:rate\((?:1 (?:minute|hour|day)|(?!1 )[1-9]\d* (?:minutes|hours|days))\)|cron\((?:\S+ ){5}\S+\))$/,
      "rate(N UNITS), with a plural above 1, or cron() with six fields",
      RULES,
    );
    check.matches("description", args.description, /^[^]{1,512}$/, "1 to 512 characters", RULES);
    super("compute", "Schedule", name, opts);
    const { function: fn } = args;

    this.rule = new aws.cloudwatch.EventRule(
      `${name}-rule`,
      { description: args.description, scheduleExpression: args.expression },
      this.childOptions(),
    );
    const permission = fn.allowInvoke(name, { service: "events.amazonaws.com", sourceArn: this.rule.arn });
    new aws.cloudwatch.EventTarget(
      `${name}-target`,
      { rule: this.rule.name, arn: fn.aliasArn, deadLetterConfig: { arn: args.deadLetterQueue.arn } },
      this.childOptions({ dependsOn: [permission] }),
    );
    if (args.immediately)
      this.firstRun = new aws.lambda.Invocation(
        `${name}-first`,
        { functionName: fn.functionName, qualifier: fn.aliasName, input: "{}" },
        // What the function may do is granted beside it: all of that must be there.
        this.childOptions({ dependsOn: [fn, fn.alias] }),
      );
    this.monitoring = scheduleMonitoring(name, this.rule.name);
    this.registerOutputs({ ruleName: this.rule.name });
  }
}
