import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { Function } from "../compute/function";
import type { Key } from "../encryption/key";
import type { Queue } from "../messaging/queue";
import type { AlarmDescription, Monitoring } from "../observability/monitoring";

/** Seconds that one call to the waiting function lasts at most: below the idle limit of NAT gateways and proxies, 350 s. */
export const WAIT_SECONDS = 300;

export interface ReleaseStarterArgs {
  /** Encrypts the functions' environments and logs. */
  key: Key;
  /** The account's queue of undeliverable events. */
  deadLetterQueue?: Queue;
  /** Concurrent executions kept for each of the two, one per release at a time. Default none kept. */
  reservedConcurrency?: number;
  /** Days that log records are kept. Default 30. */
  logRetentionDays?: number;
}

/**
 * The two functions by which a deployment of the stack becomes a release: one starts CodeDeploy, the other waits for it.
 * A stack has one for all of its {@link Release}s, each of which grants it its own deployment group.
 *
 * @example
 * const starter = new ReleaseStarter("release", { key });
 * new Release("store-students-release", { function: store, starter, key, topics });
 */
export class ReleaseStarter extends PlatformComponent {
  /** Creates the deployment that CodeDeploy then performs. */
  readonly start: Function;
  /** Waits up to {@link WAIT_SECONDS} for it, and fails when it was rolled back. */
  readonly wait: Function;
  readonly monitoring: Monitoring;

  constructor(name: string, args: ReleaseStarterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("delivery", "ReleaseStarter", name, opts);
    const { key, deadLetterQueue, logRetentionDays, reservedConcurrency } = args;
    const shared = { key, deadLetterQueue, logRetentionDays, reservedConcurrency };
    this.start = new Function(
      `${name}-start`,
      {
        ...shared,
        entry: "functions/release/start.ts",
        description: "Starts the release of a function's new version.",
        timeoutSeconds: 30,
      },
      { parent: this },
    );
    this.wait = new Function(
      `${name}-wait`,
      {
        ...shared,
        entry: "functions/release/wait.ts",
        description: "Waits for a release, and fails when it was rolled back.",
        timeoutSeconds: WAIT_SECONDS,
      },
      { parent: this },
    );
    this.monitoring = {
      title: "Starting releases",
      component: name,
      alarms: [...named("start", this.start), ...named("wait", this.wait)],
      widgets: [...this.start.monitoring.widgets.slice(0, 1), ...this.wait.monitoring.widgets.slice(0, 1)],
    };
    this.registerOutputs({ start: this.start.functionName, wait: this.wait.functionName });
  }
}

/** A function's alarms, as alarms of the component that owns it. */
function named(part: string, fn: Function): AlarmDescription[] {
  return fn.monitoring.alarms.map((alarm) => ({ ...alarm, name: `${part}-${alarm.name}` }));
}
