import * as pulumi from "@pulumi/pulumi";
import type { FargateServiceArgs } from "./fargate-service-args";

/** What a container is described with beside the service's arguments. */
export interface AttachedToContainer {
  name: string;
  port: number;
  region: pulumi.Input<string>;
  logGroupName: pulumi.Input<string>;
}

/**
 * The one container of a service's tasks, as JSON: the image by digest, a file system it cannot write to, and its output in
 * CloudWatch Logs. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export function containerDefinitions(args: FargateServiceArgs, attached: AttachedToContainer): pulumi.Output<string> {
  const { name, port, region, logGroupName } = attached;
  const memory = args.memoryMegabytes ?? 512;
  return pulumi.jsonStringify([
    {
      name,
      image: pulumi.interpolate`${args.image.repository.url}@${args.image.digest}`,
      essential: true,
      cpu: args.cpu ?? 256,
      memory,
      portMappings: [{ containerPort: port, hostPort: port, protocol: "tcp" }],
      readonlyRootFilesystem: true,
      privileged: false,
      environment: Object.entries(args.environment ?? {}).map(([key, value]) => ({ name: key, value })),
      mountPoints: (args.writablePaths ?? []).map((containerPath, index) => ({
        sourceVolume: volumeName(index),
        containerPath,
        readOnly: false,
      })),
      volumesFrom: [],
      // No raw packets and no devices; an init process ends what the container leaves behind.
      linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["NET_RAW", "MKNOD"] } },
      logConfiguration: {
        logDriver: "awslogs",
        // A full log buffer drops records rather than stop the service.
        options: {
          "awslogs-group": logGroupName,
          "awslogs-region": region,
          "awslogs-stream-prefix": name,
          mode: "non-blocking",
        },
      },
    },
  ]);
}

/** Name of the volume behind the writable path of an index. */
export function volumeName(index: number): string {
  return `writable-${index + 1}`;
}
