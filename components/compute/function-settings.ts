import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { withOverrides } from "../overrides";
import type { Bundle } from "./bundle";
import type { FunctionArgs } from "./function-args";
import { OWN_NAMESPACE } from "../observability/counted";

export const DEFAULT_TIMEOUT_SECONDS = 10;

/** What a function is made with beside its arguments. */
export interface AttachedToFunction {
  functionName: string;
  roleArn: pulumi.Input<string>;
  logGroupName: pulumi.Input<string>;
  code: Bundle;
}

/** The arguments of the Lambda resource: defaults, then the user's overrides, then what makes it this function. */
export function lambdaArgs(args: FunctionArgs, attached: AttachedToFunction): aws.lambda.FunctionArgs {
  const logLevel = args.logLevel ?? "INFO";
  return withOverrides<aws.lambda.FunctionArgs>(
    {
      description: args.description,
      runtime: args.runtime ?? "nodejs22.x",
      architectures: [args.architecture ?? "arm64"],
      memorySize: args.memoryMegabytes ?? 256,
      ephemeralStorage: { size: args.ephemeralStorageMegabytes ?? 512 },
      tracingConfig: { mode: args.tracing ?? "Active" },
      loggingConfig: { logFormat: "JSON", applicationLogLevel: logLevel, systemLogLevel: "INFO" },
      environment: {
        variables: {
          POWERTOOLS_SERVICE_NAME: args.serviceName ?? attached.functionName,
          POWERTOOLS_METRICS_NAMESPACE: OWN_NAMESPACE,
          POWERTOOLS_LOG_LEVEL: logLevel,
          ...(args.tracing === "PassThrough" ? { POWERTOOLS_TRACE_ENABLED: "false" } : {}),
          ...args.environment,
        },
      },
      layers: args.layers,
      tags: args.tags,
    },
    args.overrides?.function,
    {
      name: attached.functionName,
      role: attached.roleArn,
      packageType: "Zip",
      handler: "index.handler",
      code: attached.code.code,
      sourceCodeHash: attached.code.hash,
      // Alarms and event sources are reckoned from these two, so they are given as arguments only.
      timeout: args.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
      reservedConcurrentExecutions: args.reservedConcurrency,
      // An alias needs versions, and a version is what a bad deployment goes back to.
      publish: true,
      kmsKeyArn: args.key.arn,
      // Lambda's own lines as JSON too, so that one query reads all; levels work with that format only.
      loggingConfig: { logFormat: "JSON", logGroup: attached.logGroupName },
      ...(args.deadLetterQueue ? { deadLetterConfig: { targetArn: args.deadLetterQueue.arn } } : {}),
      ...(args.network ? { vpcConfig: args.network } : {}),
    },
  );
}
