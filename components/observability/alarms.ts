import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { InputError } from "../input-error";
import { accountOf } from "../account";
import { alarmMetric } from "./alarm-metric";
import { metricProblem } from "./check-metric";
import { isBand } from "./is-band";
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
  /** Address of the system's dashboard, named in the composite alarms' descriptions. */
  dashboardUrl?: pulumi.Input<string>;
  /**
   * Whether the topics are read by the function that makes mails, which sends one for each composite alarm and none for
   * the alarms under it. Default true; `false` where the topics send SNS's own mails.
   */
  mailPerSystem?: boolean;
}

/** The composite alarm of each severity: what its name ends with, and what it says. */
const composites: Record<Severity, { suffix: string; says: (system: string) => string }> = {
  critical: {
    suffix: "unhealthy",
    says: (system) => `${system} is unhealthy: at least one of its critical alarms is on.`,
  },
  warning: {
    suffix: "degraded",
    says: (system) => `${system} is degraded: at least one of its warnings is on.`,
  },
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const LONGEST_DESCRIPTION = 1024;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const CHILDREN_AT_MOST = 100;

/**
 * The alarms of a system, made from what its components describe. Each has an action for alarm and for OK. A
 * composite alarm for each severity says that the system as a whole is unhealthy or degraded, so that a person gets one
 * mail for one problem.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 *
 * @throws InputError for an alarm that could never fire, states no M of N, or has the name of another
 */
export class Alarms extends PlatformComponent {
  readonly alarms: Record<string, aws.cloudwatch.MetricAlarm> = {};
  /** By severity, where the system has alarms of it. */
  readonly composites: Partial<Record<Severity, aws.cloudwatch.CompositeAlarm>> = {};
  readonly arns: pulumi.Output<string>[];
  readonly monitoring: Monitoring;

  constructor(name: string, args: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "Alarms", name, opts);
    const prefix = args.namePrefix ?? name;
    for (const { component, alarms, title } of args.monitoring) {
      for (const alarm of alarms) this.add(prefix, component, title, alarm, args);
    }
    for (const severity of ["critical", "warning"] as const) this.addComposite(severity, prefix, args);
    this.arns = Object.values(this.alarms).map((alarm) => alarm.arn);
    this.monitoring = { title: `Alarms of ${args.system}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({ arns: this.arns });
  }

  private add(prefix: string, component: string, title: string, alarm: AlarmDescription, args: AlarmsArgs): void {
    const key = `${component}-${alarm.name}`;
    this.check(key, alarm);
    const topic = args.topics[alarm.severity];
    const runbook = args.runbookBase ? ` Runbook: ${args.runbookBase}#${key}` : "";
    const toldBy = args.mailPerSystem === false ? "" : ` Told by: ${prefix}-${composites[alarm.severity].suffix}`;
    const says = `${title}: ${alarm.description} ${alarm.reason}`;
    const links = runbook + toldBy;
    this.alarms[key] = new aws.cloudwatch.MetricAlarm(
      `${this.componentName}-${key}`,
      {
        name: `${prefix}-${key}`,
        alarmDescription: says.slice(0, LONGEST_DESCRIPTION - links.length) + links,
        comparisonOperator: alarm.comparison,
        evaluationPeriods: alarm.evaluationPeriods,
        datapointsToAlarm: alarm.datapointsToAlarm,
        treatMissingData: alarm.treatMissingData,
        actionsEnabled: true,
        alarmActions: [topic],
        okActions: [topic],
        ...alarmMetric(alarm),
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
    if (isBand(alarm)) {
      if ("expression" in alarm.metric)
        fail("metric", alarm.metric.expression, "learn a band from a metric, not a formula");
      if (!(alarm.threshold > 0)) fail("threshold", alarm.threshold, "use more than 0 standard deviations");
    }
    if (alarm.datapointsToAlarm < 1 || alarm.datapointsToAlarm > alarm.evaluationPeriods) {
      fail("datapointsToAlarm", alarm.datapointsToAlarm, `use 1 to ${alarm.evaluationPeriods}, the evaluationPeriods`);
    }
    const period = alarm.metric.periodSeconds ?? 60;
    if (period % 60 !== 0 || period <= 0) fail("metric.periodSeconds", period, "use a multiple of 60");
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    if (period * alarm.evaluationPeriods > 7 * 86400)
      fail("evaluationPeriods", alarm.evaluationPeriods, "look at seven days at most");
  }

  private addComposite(severity: Severity, prefix: string, args: AlarmsArgs): void {
    const children = args.monitoring.flatMap(({ component, alarms }) =>
      alarms.filter((alarm) => alarm.severity === severity).map((alarm) => this.alarms[`${component}-${alarm.name}`]!),
    );
    if (children.length === 0) return;
    if (children.length > CHILDREN_AT_MOST) {
      const fix = `divide the system: a composite alarm watches ${CHILDREN_AT_MOST} alarms at most`;
      throw new InputError("platform:observability:Alarms", this.componentName, "monitoring", children.length, fix);
    }
    const { suffix, says } = composites[severity];
    const { partition, region, id } = accountOf(this);
    // By ARN built from the names, since a rule must not depend on the order in which alarms are made.
    const rule = pulumi
      .all([partition, region, id, pulumi.all(children.map((alarm) => alarm.name))])
      .apply(([aws, where, account, names]) =>
        names.map((each) => `ALARM("arn:${aws}:cloudwatch:${where}:${account}:alarm:${each}")`).join(" OR "),
      );
    const runbook = args.runbookBase ? ` Runbook: ${args.runbookBase}#${args.system}-${suffix}` : "";
    const dashboard = args.dashboardUrl ? pulumi.interpolate` Dashboard: ${args.dashboardUrl}` : "";
    this.composites[severity] = new aws.cloudwatch.CompositeAlarm(
      `${this.componentName}-${suffix}`,
      {
        alarmName: `${prefix}-${suffix}`,
        alarmDescription: pulumi.interpolate`${says(args.system)}${dashboard}${runbook}`,
        alarmRule: rule,
        actionsEnabled: true,
        alarmActions: [args.topics[severity]],
        okActions: [args.topics[severity]],
      },
      this.childOptions({ dependsOn: children }),
    );
  }
}
