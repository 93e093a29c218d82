import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import type { Function } from "../compute/function";
import { inputChecks } from "../input-checks";
import type { Topic } from "../messaging/topic";
import { Alarms } from "../observability/alarms";
import type { Monitoring, Severity } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { DeliveryRole } from "./delivery-role";
import { releaseMonitoring } from "./release-monitoring";
import { WAIT_SECONDS, type ReleaseStarter } from "./release-starter";
import {
  checkStrategy,
  fullStrategy,
  predefinedConfiguration,
  shiftMinutes,
  type FullStrategy,
  type ReleaseStrategy,
} from "./release-strategy";

export type { ReleaseStrategy } from "./release-strategy";

export interface ReleaseArgs {
  /** The function whose alias moves; made with `progressiveDeployment: true`, or Pulumi would move the alias itself. */
  function: Function;
  /** What starts the release when a version is published, and waits for it. */
  starter: ReleaseStarter;
  /** Default canary: 10 %, and all after five minutes. */
  strategy?: ReleaseStrategy;
  /** True where all at once is refused. Default true. */
  production?: boolean;
  /** Called before any traffic moves, with CodeDeploy's event; it reports to CodeDeploy. {@link ReleaseProbe} makes one. */
  preTraffic?: Function;
  /** Called after all traffic moved. */
  postTraffic?: Function;
  /** Names of alarms that end a release beside its own, for example the function's. */
  alarmNames?: pulumi.Input<string>[];
  /** Share of the new version's invocations, in percent, that may end with an error. Default 10. */
  errorPercent?: number;
  /** Where the release's own alarm goes. */
  topics: Record<Severity, pulumi.Input<string>>;
  /** Hears of failed and rolled back releases. */
  notifications?: Topic;
  /** Name of the application and the deployment group. Default the component's name. */
  releaseName?: string;
  permissionsBoundary?: pulumi.Input<string>;
  overrides?: { deploymentGroup?: Partial<aws.codedeploy.DeploymentGroupArgs> };
}

const TYPE = "platform:delivery:Release";
/** Minutes that both hooks, and CodeDeploy between steps, are given beside the shift. */
const HOOK_MINUTES = 5;
/** Seconds of each wait that are not waited: the function ends before its own timeout. */
const WAIT_RESERVE_SECONDS = 45;

/**
 * Moves a function's traffic to a new version step by step: publish, hook, weights, hook. A failing hook or an alarm puts
 * the old version back to 100 %. https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-lambda.html
 *
 * It happens within `pulumi up`: the alias is left where it is, and the new version triggers an invocation that creates
 * the CodeDeploy deployment and further ones that wait for it, as many as the strategy's minutes take. A deployment that is
 * rolled back fails the `up`. A version that was rolled back is not tried again until the code changes.
 *
 * @example
 * new Release("store-release", {
 *   function: store,
 *   starter,
 *   strategy: { kind: "linear", percent: 10, minutes: 1 },
 *   preTraffic: before.function,
 *   topics: { critical: critical.arn, warning: warning.arn },
 * });
 */
export class Release extends PlatformComponent {
  readonly application: aws.codedeploy.Application;
  readonly deploymentGroup: aws.codedeploy.DeploymentGroup;
  /** Absent where AWS has one for the strategy. */
  readonly deploymentConfig?: aws.codedeploy.DeploymentConfig;
  readonly started: aws.lambda.Invocation;
  readonly monitoring: Monitoring;

  private readonly strategy: FullStrategy;
  private readonly releaseName: string;

  /** @throws InputError for a strategy that cannot work or is refused in production, or a function that moves its own alias */
  constructor(name: string, args: ReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    const strategy = fullStrategy(args.strategy ?? { kind: "canary" });
    checkRelease(name, args, strategy);
    super("delivery", "Release", name, opts);
    this.strategy = strategy;
    this.releaseName = args.releaseName ?? name;

    const described = releaseMonitoring(name, args.function, args.errorPercent ?? 10);
    const alarms = new Alarms(
      `${name}-alarms`,
      { monitoring: [described], topics: args.topics, system: this.releaseName, namePrefix: this.releaseName },
      { parent: this },
    );
    this.application = new aws.codedeploy.Application(
      `${name}-application`,
      { name: this.releaseName, computePlatform: "Lambda" },
      this.childOptions(),
    );
    this.deploymentConfig = this.createConfiguration(name);
    const role = this.createRole(name, args);
    this.deploymentGroup = this.createGroup(name, args, role, Object.values(alarms.alarms));
    const granted = this.grantFunctions(args);
    this.started = this.createInvocations(name, args, [...granted, ...Object.values(alarms.alarms)]);
    // The alarm is made here already: it must watch the new version before the release of it starts.
    this.monitoring = { ...described, alarms: [] };
    this.registerOutputs({ application: this.application.name, deploymentGroup: this.releaseName });
  }

  private createConfiguration(name: string): aws.codedeploy.DeploymentConfig | undefined {
    const { strategy } = this;
    if (strategy.kind === "allAtOnce" || predefinedConfiguration(strategy)) return undefined;
    const { kind, percent: percentage, minutes: interval } = strategy;
    return new aws.codedeploy.DeploymentConfig(
      `${name}-configuration`,
      {
        // Not by the release's name alone: a configuration cannot be changed, only replaced.
        deploymentConfigName: `${this.releaseName}-${kind}-${percentage}-${interval}`,
        computePlatform: "Lambda",
        trafficRoutingConfig:
          kind === "canary"
            ? { type: "TimeBasedCanary", timeBasedCanary: { percentage, interval } }
            : { type: "TimeBasedLinear", timeBasedLinear: { percentage, interval } },
      },
      this.childOptions(),
    );
  }

  /** Narrower than AWS's own policy for the purpose: one alias, its hooks, one topic. */
  private createRole(name: string, args: ReleaseArgs): DeliveryRole {
    const { function: fn, preTraffic, postTraffic } = args;
    const account = accountOf(this);
    const role = new DeliveryRole({
      component: TYPE,
      name,
      service: "codedeploy.amazonaws.com",
      description: `CodeDeploy, for releases of ${fn.componentName} alone.`,
      account,
      permissionsBoundary: args.permissionsBoundary,
      opts: this.childOptions(),
    });
    role.grant("move-alias", [
      {
        sid: "MoveAlias",
        actions: ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"],
        resources: [fn.arn, fn.aliasArn],
      },
      {
        sid: "WatchAlarms",
        actions: ["cloudwatch:DescribeAlarms"],
        resources: [pulumi.interpolate`arn:${account.partition}:cloudwatch:${account.region}:${account.id}:alarm:*`],
      },
    ]);
    const hooks = [preTraffic, postTraffic].filter((hook) => hook !== undefined);
    if (hooks.length)
      role.grant("call-hooks", [
        { sid: "CallHooks", actions: ["lambda:InvokeFunction"], resources: hooks.map((hook) => hook.arn) },
      ]);
    args.notifications?.grantPublish(role);
    return role;
  }

  private createGroup(
    name: string,
    args: ReleaseArgs,
    role: DeliveryRole,
    own: aws.cloudwatch.MetricAlarm[],
  ): aws.codedeploy.DeploymentGroup {
    return new aws.codedeploy.DeploymentGroup(
      `${name}-group`,
      withOverrides<aws.codedeploy.DeploymentGroupArgs>(
        {
          ...(args.notifications && {
            triggerConfigurations: [
              {
                triggerName: "failed",
                triggerEvents: ["DeploymentFailure", "DeploymentStop", "DeploymentRollback"],
                triggerTargetArn: args.notifications.arn,
              },
            ],
          }),
        },
        args.overrides?.deploymentGroup,
        {
          appName: this.application.name,
          deploymentGroupName: this.releaseName,
          serviceRoleArn: role.roleArn,
          deploymentConfigName: this.deploymentConfig?.deploymentConfigName ?? predefinedConfiguration(this.strategy),
          deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
          alarmConfiguration: {
            enabled: true,
            // An alarm that cannot be read is no reason to go on.
            ignorePollAlarmFailure: false,
            alarms: [...own.map((alarm) => alarm.name), ...(args.alarmNames ?? [])],
          },
          autoRollbackConfiguration: {
            enabled: true,
            events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
          },
        },
      ),
      this.childOptions({ dependsOn: role.policies }),
    );
  }

  /** @returns what must exist before a release starts */
  private grantFunctions(args: ReleaseArgs): pulumi.Resource[] {
    const { starter, function: fn, preTraffic, postTraffic } = args;
    const { partition, region, id } = accountOf(this);
    const arn = (resource: pulumi.Input<string>) =>
      pulumi.interpolate`arn:${partition}:codedeploy:${region}:${id}:${resource}`;
    const group = arn(
      pulumi.interpolate`deploymentgroup:${this.application.name}/${this.deploymentGroup.deploymentGroupName}`,
    );
    const grant = `release-${this.releaseName}`;
    const policies = [
      starter.start.grant(grant, [
        {
          sid: "StartRelease",
          actions: ["codedeploy:CreateDeployment", "codedeploy:GetDeployment", "codedeploy:ListDeployments"],
          resources: [group],
        },
        {
          // https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html
          sid: "RegisterRevision",
          actions: ["codedeploy:RegisterApplicationRevision", "codedeploy:GetApplicationRevision"],
          resources: [arn(pulumi.interpolate`application:${this.application.name}`)],
        },
        {
          sid: "ReadConfiguration",
          actions: ["codedeploy:GetDeploymentConfig"],
          resources: [arn(pulumi.interpolate`deploymentconfig:${this.deploymentGroup.deploymentConfigName}`)],
        },
        { sid: "ReadAlias", actions: ["lambda:GetAlias"], resources: [fn.arn, fn.aliasArn] },
      ]),
      starter.wait.grant(grant, [{ sid: "WatchRelease", actions: ["codedeploy:GetDeployment"], resources: [group] }]),
    ];
    for (const hook of new Set([preTraffic, postTraffic].filter((each) => each !== undefined)))
      policies.push(
        hook.grant(grant, [
          {
            sid: "ReportToRelease",
            actions: ["codedeploy:PutLifecycleEventHookExecutionStatus"],
            resources: [group],
          },
        ]),
      );
    const hooks = [preTraffic, postTraffic].filter((each) => each !== undefined).map((hook) => hook.alias);
    return [...policies, ...hooks];
  }

  private createInvocations(name: string, args: ReleaseArgs, dependsOn: pulumi.Resource[]): aws.lambda.Invocation {
    const { function: fn, starter, preTraffic, postTraffic } = args;
    const version = fn.function.version;
    const started = new aws.lambda.Invocation(
      `${name}-start`,
      {
        functionName: starter.start.functionName,
        qualifier: starter.start.aliasName,
        input: pulumi.jsonStringify({
          application: this.application.name,
          deploymentGroup: this.deploymentGroup.deploymentGroupName,
          functionName: fn.functionName,
          aliasName: fn.aliasName,
          version,
          ...(preTraffic && { preTraffic: preTraffic.functionName }),
          ...(postTraffic && { postTraffic: postTraffic.functionName }),
        }),
        triggers: { version },
      },
      // The grants of the starter's roles come later than the aliases they are invoked through.
      this.childOptions({ dependsOn: [...dependsOn, fn.alias, starter.start.alias] }),
    );
    const seconds = (shiftMinutes(this.strategy) + HOOK_MINUTES) * 60;
    const count = Math.ceil(seconds / (WAIT_SECONDS - WAIT_RESERVE_SECONDS));
    let previous: aws.lambda.Invocation = started;
    for (let index = 1; index <= count; index++)
      previous = new aws.lambda.Invocation(
        `${name}-wait-${index}`,
        {
          functionName: starter.wait.functionName,
          qualifier: starter.wait.aliasName,
          input: pulumi.jsonStringify({ release: started.result, isLast: index === count }),
          triggers: { version },
        },
        this.childOptions({ dependsOn: [previous, ...dependsOn, starter.wait.alias] }),
      );
    return started;
  }
}

function checkRelease(name: string, args: ReleaseArgs, strategy: FullStrategy): void {
  const check = inputChecks(TYPE, name);
  checkStrategy(check, strategy, args.production ?? true);
  check.integer("errorPercent", args.errorPercent, 0, 99, "components/delivery/release-monitoring.ts");
  check.matches(
    args.releaseName === undefined ? "name, which is the default releaseName," : "releaseName",
    args.releaseName ?? name,
    /^[\w.+=,@-]{1,100}$/,
    "1 to 100 letters, digits or any of ._+=,@-",
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html",
  );
  if (!args.function.progressive)
    check.fail(
      "function",
      args.function.componentName,
      "make it with progressiveDeployment: true, or Pulumi moves the alias to each new version at once",
    );
  for (const [field, hook] of [
    ["preTraffic", args.preTraffic],
    ["postTraffic", args.postTraffic],
  ] as const)
    if (hook === args.function) check.fail(field, hook.componentName, "use another function than the one released");
}
