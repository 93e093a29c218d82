import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Key } from "../encryption/key";
import type { Network } from "../network/network";
import type { Removal } from "../removal";

export interface AuroraClusterArgs {
  /** Encrypts data, backups, logs, insights and the master user's secret. */
  key: Key;
  /** The cluster lies in its isolated subnets. */
  network: Network;
  /** Name of the first database, 1 to 64 letters, digits and underscores. */
  databaseName: string;
  /** Least Aurora capacity units, of 2 GiB memory each, 0.5 to 256 in halves. Default 1. */
  minimumUnits?: number;
  /** Most units, at least the minimum. Default 2. */
  maximumUnits?: number;
  /**
   * Pauses the cluster when nobody is connected for five minutes: the minimum is then 0, and the next connection waits some
   * fifteen seconds. Not with a proxy, whose connections keep it awake. Default false.
   * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html
   */
  pauseWhenIdle?: boolean;
  /** 1, or 2 and more in different zones, of which one takes over when the writer fails. Default 2. */
  instances?: number;
  /** Days that backups are kept, 1 to 35. Default 7. */
  backupRetentionDays?: number;
  /** TCP port. Default 3307: scanners try 3306 first. */
  port?: number;
  /** Days that the logs are kept. Default 30. */
  logRetentionDays?: number;
  /** Default `retain`; `destroy` leaves no final snapshot. AWS refuses to delete the cluster in both cases. */
  removal?: Removal;
  tags?: Record<string, pulumi.Input<string>>;
  /** Adjusts the cluster: defaults, then these, then what the design requires. */
  overrides?: { cluster?: Partial<aws.rds.ClusterArgs> };
}
