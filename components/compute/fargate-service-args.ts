import type * as pulumi from "@pulumi/pulumi";
import type { Key } from "../encryption/key";
import type { LoadBalancer } from "../network/load-balancer";
import type { Network } from "../network/network";
import type { ImageRepository } from "./image-repository";

export interface FargateServiceArgs {
  /** Encrypts the log group. */
  key: Key;
  /** Tasks run in its private subnets, without public addresses; it gets the endpoints that they need. */
  network: Network;
  /** Where requests come from. */
  loadBalancer: LoadBalancer;
  /** Which image: a digest, never a tag, in a repository of the account. */
  image: { repository: ImageRepository; digest: string };
  /** CPU units, of 1024 a processor. Default 256. */
  cpu?: 256 | 512 | 1024 | 2048 | 4096;
  /** Memory of a task and hard limit of its container, in MiB; what a CPU size allows. Default 512. */
  memoryMegabytes?: number;
  /** How many tasks; auto scaling goes from the minimum to the maximum. Default 2 to 6. */
  tasks?: { minimum: number; maximum: number };
  /** Absolute paths that the container may write to; all else is read-only. They are empty at start. Default none. */
  writablePaths?: string[];
  /** Environment variables. No secrets. Default none. */
  environment?: Record<string, pulumi.Input<string>>;
  /** Processor of the tasks; the image must be for it. Default `X86_64`. */
  architecture?: "X86_64" | "ARM64";
  /** Days that log records are kept. Default 30. */
  logRetentionDays?: number;
  tags?: Record<string, pulumi.Input<string>>;
}
