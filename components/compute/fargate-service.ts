import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { SecurityGroup } from "../network/security-group";
import type { Monitoring } from "../observability/monitoring";
import type { FargateServiceArgs } from "./fargate-service-args";
import { checkFargateServiceArgs } from "./fargate-service-check";
import { fargateServiceMonitoring } from "./fargate-service-monitoring";
import { logStatement } from "./function-role";
import { containerDefinitions, volumeName } from "./task-definition";
import { TaskRole } from "./task-role";

/** For tasks that fail, one after the other, until the circuit breaker ends the deployment and the old ones are back. */
const TIMEOUTS = { create: "30m", update: "30m", delete: "20m" };

export type { FargateServiceArgs } from "./fargate-service-args";

/**
 * A service of containers on Fargate behind a load balancer: in private subnets without public addresses, from an image
 * pinned by its digest, on a file system that it cannot write to. A deployment starts the new tasks before it ends the old
 * ones. Where the new ones do not become healthy ECS goes back by itself, and the update of the stack fails with ECS's words.
 * Nobody can open a shell in a task.
 *
 * @example
 * const web = new FargateService("web", { key, network, loadBalancer, image: { repository, digest: "sha256:…" } });
 * table.grantRead(web.taskRole);
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate.html
 */
export class FargateService extends PlatformComponent {
  readonly cluster: aws.ecs.Cluster;
  readonly service: aws.ecs.Service;
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Where the containers get their permissions. Give grants to it. */
  readonly taskRole: TaskRole;
  /** The tasks: what they may reach, and what may reach them. */
  readonly group: SecurityGroup;
  readonly monitoring: Monitoring;

  /** @throws InputError for a size that Fargate has not, or an image that is not pinned */
  constructor(name: string, args: FargateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    checkFargateServiceArgs(name, args);
    super("compute", "FargateService", name, opts);
    const account = accountOf(this);
    const { minimum, maximum } = args.tasks ?? { minimum: 2, maximum: 6 };
    this.logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { name: `/aws/ecs/${name}`, retentionInDays: args.logRetentionDays ?? 30, kmsKeyId: args.key.arn },
      this.childOptions(),
    );
    this.taskRole = new TaskRole({ service: name, kind: "task", account, opts: this.childOptions() });
    const execution = new TaskRole({ service: name, kind: "execution", account, opts: this.childOptions() });
    const permissions = [
      args.image.repository.grantPull(execution),
      execution.grant("write-logs", [logStatement(this.logGroup.arn)]),
    ];

    this.group = new SecurityGroup(
      `${name}-tasks`,
      { network: args.network, description: `Tasks of ${name}` },
      { parent: this },
    );
    const rules = [
      ...this.group.allowFrom(args.loadBalancer.group, args.loadBalancer.targetPort, "Requests"),
      ...args.network.allowAws(this.group),
    ];
    const endpoints = args.network.addEndpoints("ecr.api", "ecr.dkr", "logs");

    this.cluster = new aws.ecs.Cluster(
      `${name}-cluster`,
      { name, settings: [{ name: "containerInsights", value: "enhanced" }], tags: args.tags },
      this.childOptions(),
    );
    const definition = this.createDefinition(args, execution, account.region);
    this.service = this.createService(args, definition, minimum, [...permissions, ...rules, ...endpoints]);
    this.createScaling(minimum, maximum);
    this.monitoring = fargateServiceMonitoring({
      component: name,
      clusterName: name,
      serviceName: name,
      minimumTasks: minimum,
    });
    this.registerOutputs({ service: this.service.name, cluster: this.cluster.name });
  }

  private createDefinition(
    args: FargateServiceArgs,
    execution: TaskRole,
    region: pulumi.Output<string>,
  ): aws.ecs.TaskDefinition {
    const name = this.componentName;
    const port = args.loadBalancer.targetPort;
    return new aws.ecs.TaskDefinition(
      `${name}-definition`,
      {
        family: name,
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        cpu: String(args.cpu ?? 256),
        memory: String(args.memoryMegabytes ?? 512),
        runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: args.architecture ?? "X86_64" },
        taskRoleArn: this.taskRole.roleArn,
        executionRoleArn: execution.roleArn,
        volumes: (args.writablePaths ?? []).map((_, index) => ({ name: volumeName(index) })),
        containerDefinitions: containerDefinitions(args, { name, port, region, logGroupName: this.logGroup.name }),
        // A revision that is replaced stays active: ECS goes back to it, and starts its tasks anew should one end.
        skipDestroy: true,
        tags: args.tags,
      },
      this.childOptions(),
    );
  }

  private createService(
    args: FargateServiceArgs,
    definition: aws.ecs.TaskDefinition,
    desiredCount: number,
    first: pulumi.Resource[],
  ): aws.ecs.Service {
    const name = this.componentName;
    return new aws.ecs.Service(
      `${name}-service`,
      {
        name,
        cluster: this.cluster.arn,
        taskDefinition: definition.arn,
        launchType: "FARGATE",
        platformVersion: "LATEST",
        desiredCount,
        schedulingStrategy: "REPLICA",
        deploymentController: { type: "ECS" },
        // All old tasks stay until the new ones are healthy.
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        // Without this an update ends when ECS has taken it, and going back afterwards would look like success.
        waitForSteadyState: true,
        enableExecuteCommand: false,
        availabilityZoneRebalancing: "ENABLED",
        healthCheckGracePeriodSeconds: 30,
        networkConfiguration: {
          subnets: args.network.subnetIds.private,
          securityGroups: [this.group.id],
          assignPublicIp: false,
        },
        loadBalancers: [
          {
            targetGroupArn: args.loadBalancer.targetGroup.arn,
            containerName: name,
            containerPort: args.loadBalancer.targetPort,
          },
        ],
        propagateTags: "SERVICE",
        tags: args.tags,
      },
      // Scaling changes the count. Without these the first tasks would fail, and the deployment with them.
      this.childOptions({
        ignoreChanges: ["desiredCount"],
        dependsOn: [args.loadBalancer.listener, ...first],
        customTimeouts: TIMEOUTS,
      }),
    );
  }

  /** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html */
  private createScaling(minCapacity: number, maxCapacity: number): void {
    const name = this.componentName;
    const target = new aws.appautoscaling.Target(
      `${name}-scaling`,
      {
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId: pulumi.interpolate`service/${this.cluster.name}/${this.service.name}`,
        minCapacity,
        maxCapacity,
      },
      this.childOptions(),
    );
    new aws.appautoscaling.Policy(
      `${name}-scaling-cpu`,
      {
        policyType: "TargetTrackingScaling",
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
          targetValue: 60,
          scaleInCooldown: 300,
          scaleOutCooldown: 60,
        },
      },
      this.childOptions(),
    );
  }
}
