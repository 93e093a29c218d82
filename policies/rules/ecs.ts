import { credentialIn } from "../core/credentials";
import { parseJson } from "../core/json";
import type { Resource } from "../core/resource";
import { resourceRule, type Finding } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, isTrue, list, lower, read, readAnyCase, text } from "../core/values";

const task = "aws:ecs/taskDefinition:TaskDefinition";

/** One finding for each known container of the task. Definitions are JSON text or a list, or one container alone. */
function eachContainer(definition: Resource, wrong: (container: unknown) => Finding): Finding[] {
  const given = definition.read("containerDefinitions");
  return list(parseJson(given))
    .filter((container) => !isUnknown(container))
    .map((container, index) => {
      const finding = wrong(container);
      return finding && `container ${index + 1} ${finding}`;
    });
}

export const privileged = resourceRule({
  name: "ecs-privileged",
  title: "No container definition sets privileged",
  why: "A privileged container is root on the host, with every other task's secrets.",
  severity: "high",
  ids: ["FSBP ECS.4", "CKV_AWS_334"],
  fix: "Leave privileged out; add single capabilities in linuxParameters where needed.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
  types: [task],
  check: (definition) =>
    eachContainer(definition, (container) => isTrue(readAnyCase(container, "privileged")) && "is privileged"),
});

export const readonlyRoot = resourceRule({
  name: "ecs-readonly-root",
  title: "Every container sets readonlyRootFilesystem",
  why: "An intruder who cannot write cannot install anything.",
  severity: "medium",
  ids: ["FSBP ECS.5", "CKV_AWS_336"],
  fix: "Set readonlyRootFilesystem to true and mount volumes where the program writes. Windows containers cannot.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
  types: [task],
  check: (definition) => {
    if (lower(definition.read("runtimePlatform.operatingSystemFamily"))?.startsWith("windows")) return undefined;
    return eachContainer(definition, (container) => {
      const value = readAnyCase(container, "readonlyRootFilesystem");
      return !isUnknown(value) && !isTrue(value) && "can write to its root file system";
    });
  },
});

const credentialNames = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "ecs_engine_auth_data"];

export const envSecrets = resourceRule({
  name: "ecs-env-secrets",
  title: "Container environment does not carry AWS credentials",
  why: "Everyone who may describe the task reads them; keys live for years, while a task role's credentials live for hours.",
  severity: "critical",
  ids: ["FSBP ECS.8", "AWS-0036", "AwsSolutions-ECS2"],
  fix: "Give the task a role; take other secrets from Secrets Manager with secrets. Rotate what was there.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
  types: [task],
  check: (definition) =>
    eachContainer(definition, (container) => {
      const variables = list(readAnyCase(container, "environment")).map((variable) => ({
        name: text(readAnyCase(variable, "name")) ?? "",
        value: readAnyCase(variable, "value"),
      }));
      const named = variables.find(
        ({ name, value }) => credentialNames.includes(name.toLowerCase()) && (isUnknown(value) || !isMissing(value)),
      );
      const found = variables.find(({ name, value }) => credentialIn(name, value) !== undefined);
      return (named ?? found) && `has a credential in environment variable ${(named ?? found)!.name}`;
    }),
});

export const logging = resourceRule({
  name: "ecs-logging",
  title: "Every container has a logConfiguration with a driver",
  why: "What a stopped container wrote is otherwise gone with it.",
  severity: "medium",
  ids: ["FSBP ECS.9", "AwsSolutions-ECS7"],
  fix: "Set logConfiguration.logDriver, for example to awslogs.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
  types: [task],
  check: (definition) =>
    eachContainer(definition, (container) => {
      const configuration = readAnyCase(container, "logConfiguration");
      const driver = readAnyCase(configuration, "logDriver");
      return !isUnknown(configuration) && !isUnknown(driver) && isMissing(driver) && "has no log driver";
    }),
});

export const hostProcesses = resourceRule({
  name: "ecs-host-pid",
  title: "pidMode is not host",
  why: "The container would see, and with capabilities control, every process of the host.",
  severity: "high",
  ids: ["FSBP ECS.3", "CKV_AWS_335"],
  fix: "Leave pidMode out, or set it to task.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
  types: [task],
  check: (definition) => lower(definition.read("pidMode")) === "host" && "pidMode is host",
});

export const fileSystemTransit = resourceRule({
  name: "ecs-efs-transit",
  title: "EFS volumes set transitEncryption ENABLED",
  why: "Files travel between task and file system through the network in the clear otherwise.",
  severity: "high",
  ids: ["CKV_AWS_97", "AWS-0035"],
  fix: "Set efsVolumeConfiguration.transitEncryption to ENABLED.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html",
  types: [task],
  check: (definition) =>
    definition.list("volumes").map((volume, index) => {
      const efs = read(volume, "efsVolumeConfiguration");
      if (isUnknown(volume) || isUnknown(efs) || efs === undefined || efs === null) return undefined;
      const encryption = read(efs, "transitEncryption");
      return (
        !isUnknown(encryption) &&
        lower(encryption) !== "enabled" &&
        `volumes[${index}] does not encrypt what it sends to EFS`
      );
    }),
});

export const servicePublicAddress = resourceRule({
  name: "ecs-service-public-ip",
  title: "networkConfiguration.assignPublicIp is not true",
  why: "A task with a public address is reached past the load balancer and its firewall.",
  severity: "high",
  ids: ["FSBP ECS.2", "CKV_AWS_333"],
  fix: "Leave assignPublicIp out; give the subnets a NAT gateway or VPC endpoints.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
  types: ["aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"],
  check: (service) => {
    const assigned = service.read("networkConfiguration.assignPublicIp");
    return (isTrue(assigned) || lower(assigned) === "enabled") && "networkConfiguration.assignPublicIp is true";
  },
});

export const containerInsights = resourceRule({
  name: "ecs-container-insights",
  title: "The cluster setting containerInsights is enabled or enhanced",
  why: "Without it there are no metrics of tasks: a leak is seen when the task is killed.",
  severity: "low",
  ids: ["FSBP ECS.12", "AwsSolutions-ECS4", "CKV_AWS_65", "AWS-0034"],
  fix: 'Add { name: "containerInsights", value: "enhanced" } to settings.',
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html",
  types: ["aws:ecs/cluster:Cluster"],
  check: (cluster) => {
    const settings = cluster.list("settings");
    const isOn = settings.some((setting) => {
      const [name, value] = [read(setting, "name"), read(setting, "value")];
      if (isUnknown(setting) || isUnknown(name)) return true;
      return (
        lower(name) === "containerinsights" &&
        (isUnknown(value) || ["enabled", "enhanced"].includes(lower(value) ?? ""))
      );
    });
    return !isOn && "the setting containerInsights is not enabled";
  },
});
