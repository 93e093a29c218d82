import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { InputError } from "../input-error";
import { accountOf } from "../account";
import { alarmMetric } from "./alarm-metric";
import { metricProblem } from "./check-metric";
import type { AlarmDescription, Monitoring, Severity } from "./monitoring";

export interface AlarmsArgs {
  /** Descriptions of the components to watch. */
  monitoring: Monitoring[];
  /** Where each severity goes: ARN of an SNS topic. */
  topics: Record<Severity, pulumi.Input<string>>;
  /** What the composite alarm calls the whole, for example `students`. */
  system: string;
  /** Address of the runbooks; `#<component>-<alarm>` is added. Named in every alarm's description. */
  runbookBase?: string;
  /** Start of the alarms' physical names. Default the component's name. */
  namePrefix?: string;
}

/**
 * The alarms of a system, made from what its components describe. Each has an action for alarm and for OK. A
 * composite alarm says that the system as a whole is unhealthy.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 *
 * @throws InputError for an alarm that could never fire, states no M of N, or has the name of another
 */
export class Alarms extends PlatformComponent {
  readonly alarms: Record<string, aws.cloudwatch.MetricAlarm> = {};
  readonly composite: aws.cloudwatch.CompositeAlarm | undefined;
  readonly arns: pulumi.Output<string>[];
  readonly monitoring: Monitoring;

  constructor(name: string, args: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "Alarms", name, opts);
    const prefix = args.namePrefix ?? name;
    for (const { component, alarms, title } of args.monitoring) {
      for (const alarm of alarms) this.add(prefix, component, title, alarm, args);
    }
    this.composite = this.makeComposite(prefix, args);
    this.arns = Object.values(this.alarms).map((alarm) => alarm.arn);
    this.monitoring = { title: `Alarms of ${args.system}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({ arns: this.arns });
  }

  private add(prefix: string, component: string, title: string, alarm: AlarmDescription, args: AlarmsArgs): void {
    const key = `${component}-${alarm.name}`;
    this.check(key, alarm);
    const topic = args.topics[alarm.severity];
    const runbook = args.runbookBase ? ` Runbook: ${args.runbookBase}#${key}` : "";
    this.alarms[key] = new aws.cloudwatch.MetricAlarm(
      `${this.componentName}-${key}`,
      {
        name: `${prefix}-${key}`,
        alarmDescription: `${title}: ${alarm.description} ${alarm.reason}${runbook}`.slice(0, 1024),
        comparisonOperator: alarm.comparison,
        threshold: alarm.threshold,
        evaluationPeriods: alarm.evaluationPeriods,
        datapointsToAlarm: alarm.datapointsToAlarm,
        treatMissingData: alarm.treatMissingData,
        actionsEnabled: true,
        alarmActions: [topic],
        okActions: [topic],
        ...alarmMetric(alarm.metric),
      },
      this.childOptions(),
    );
  }

  private check(key: string, alarm: AlarmDescription): void {
    const fail = (field: string, value: unknown, fix: string): never => {
      throw new InputError("platform:observability:Alarms", this.componentName, `${key}.${field}`, value, fix);
    };
    if (this.alarms[key]) fail("name", alarm.name, "give each alarm of a component its own name");
    const problem = metricProblem(alarm.metric);
    if (problem) fail("metric", alarm.metric, problem);
    if (alarm.datapointsToAlarm < 1 || alarm.datapointsToAlarm > alarm.evaluationPeriods) {
      fail("datapointsToAlarm", alarm.datapointsToAlarm, `use 1 to ${alarm.evaluationPeriods}, the evaluationPeriods`);
    }
    const period = alarm.metric.periodSeconds ?? 60;
    if (period % 60 !== 0 || period <= 0) fail("metric.periodSeconds", period, "use a multiple of 60");
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    if (period * alarm.evaluationPeriods > 7 * 86400)
      fail("evaluationPeriods", alarm.evaluationPeriods, "look at seven days at most");
  }

  private makeComposite(prefix: string, args: AlarmsArgs): aws.cloudwatch.CompositeAlarm | undefined {
    const critical = args.monitoring.flatMap(({ component, alarms }) =>
      alarms
        .filter((alarm) => alarm.severity === "critical")
        .map((alarm) => this.alarms[`${component}-${alarm.name}`]!),
    );
    if (critical.length === 0) return undefined;
    const { partition, region, id } = accountOf(this);
    // By ARN built from the names, since a rule must not depend on the order in which alarms are made.
    const rule = pulumi
      .all([partition, region, id, pulumi.all(critical.map((alarm) => alarm.name))])
      .apply(([aws, where, account, names]) =>
        names.map((each) => `ALARM("arn:${aws}:cloudwatch:${where}:${account}:alarm:${each}")`).join(" OR "),
      );
    return new aws.cloudwatch.CompositeAlarm(
      `${this.componentName}-unhealthy`,
      {
        alarmName: `${prefix}-unhealthy`,
        alarmDescription: `${args.system} is unhealthy: at least one of its critical alarms is on.`,
        alarmRule: rule,
        actionsEnabled: true,
        alarmActions: [args.topics.critical],
        okActions: [args.topics.critical],
      },
      this.childOptions({ dependsOn: critical }),
    );
  }
}
