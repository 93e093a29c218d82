import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Key } from "../encryption/key";
import type { Queue } from "../messaging/queue";

/** Least severe log record that is written. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html */
export type LogLevel = "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";

/** Where a function runs when it needs addresses of a VPC. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export interface FunctionNetwork {
  /** Private subnets in at least two zones. */
  subnetIds: pulumi.Input<string>[];
  /** What the function may reach, and who may be reached by it. */
  securityGroupIds: pulumi.Input<string>[];
}

/** Children of a {@link Function} that can be adjusted. There is no role among a function's arguments: it owns its own. */
export interface FunctionOverrides {
  function?: Partial<Omit<aws.lambda.FunctionArgs, "role" | "timeout" | "reservedConcurrentExecutions">>;
  logGroup?: Partial<aws.cloudwatch.LogGroupArgs>;
  role?: Partial<Omit<aws.iam.RoleArgs, "assumeRolePolicy" | "inlinePolicies" | "managedPolicyArns">>;
}

export interface FunctionArgs {
  /** The handler's file, from the repository's root, for example `functions/students/add.ts`; it exports `handler`. */
  entry: string;
  /** What the function is for, in a sentence of at most 256 characters. */
  description: string;
  /** Encrypts the environment and the log group; its policy must let CloudWatch Logs use it. */
  key: Key;
  /** Physical name, 1 to 64 letters, digits, hyphens and underscores. Default the component's name. */
  functionName?: string;
  /** What Powertools calls the service in logs, metrics and traces. Default the function's name. */
  serviceName?: string;
  /** Environment variables beside the platform's own. No secrets: pass the ARN or name of where they are kept. */
  environment?: Record<string, pulumi.Input<string>>;
  /** Seconds after which an invocation is ended, 1 to 900. Behind API Gateway at most 29. Default 10. */
  timeoutSeconds?: number;
  /** Memory in MB, 128 to 10240; processor share grows with it. Default 256. */
  memoryMegabytes?: number;
  /** Size of `/tmp` in MB, 512 to 10240. Default 512. */
  ephemeralStorageMegabytes?: number;
  /** Default `arm64`, which costs a fifth less per millisecond. */
  architecture?: "arm64" | "x86_64";
  /** Default `nodejs22.x`, for which the bundle is built. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
  runtime?: "nodejs22.x" | "nodejs24.x";
  /** Days that log records are kept, one of the periods of CloudWatch Logs. Default 30. */
  logRetentionDays?: number;
  /** Default `INFO`. */
  logLevel?: LogLevel;
  /** X-Ray: `Active` samples and traces, `PassThrough` only follows the caller. Default `Active`. */
  tracing?: "Active" | "PassThrough";
  /** The alias through which the function is invoked; it points at the newest version. Default `live`. */
  aliasName?: string;
  /** True where a progressive deployment moves the alias: Pulumi then makes it and leaves version and weights alone. Default false. */
  progressiveDeployment?: boolean;
  /**
   * Concurrent executions kept for, and the most allowed to, this function. Default none kept: it shares the account's.
   * 0 stops all invocations and needs `stopped: true`.
   */
  reservedConcurrency?: number;
  /** Says that `reservedConcurrency: 0` is meant. */
  stopped?: boolean;
  /** Where an asynchronous invocation goes that failed after its retries: the one processed failure path. */
  onFailure?: Queue;
  /** Retries of a failed asynchronous invocation, 0 to 2. Default 2, AWS's own. */
  maximumRetryAttempts?: number;
  /** Seconds that an asynchronous event may wait before it is given up, 60 to 21600. Default 21600, AWS's own. */
  maximumEventAgeSeconds?: number;
  /** The account's queue of undeliverable events, alarmed but not processed; must not be the `onFailure` queue. */
  deadLetterQueue?: Queue;
  /** ARN of the managed policy that bounds the role. */
  permissionsBoundary?: pulumi.Input<string>;
  /** Runs in a VPC. Default not, which starts faster. */
  network?: FunctionNetwork;
  /** ARNs of layer versions, at most five. */
  layers?: pulumi.Input<string>[];
  /** Tags of the function beside the provider's default tags. */
  tags?: Record<string, pulumi.Input<string>>;
  /** Adjusts the children: defaults, then these, then what the design requires. */
  overrides?: FunctionOverrides;
}
