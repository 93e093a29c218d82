import * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { Function } from "../compute/function";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Queue } from "../messaging/queue";
import type { Monitoring } from "../observability/monitoring";

/** A call that tells whether a version works. */
export interface Probe {
  /** The event. It must change nothing: it reaches the real function with its real permissions. */
  event: unknown;
  /** What the answer must have; more is allowed. */
  expected: unknown;
}

export interface ReleaseProbeArgs {
  /** The function that is released; made with `progressiveDeployment: true`. */
  function: Function;
  /** `before` any traffic moves the new version itself is called; `after` all of it moved, the alias. */
  phase: "before" | "after";
  probe: Probe;
  key: Key;
  /** The account's queue of undeliverable events. */
  deadLetterQueue?: Queue;
  /** Concurrent executions kept for the hook. Default none kept. */
  reservedConcurrency?: number;
  /** Days that log records are kept. Default 30. */
  logRetentionDays?: number;
}

const TYPE = "platform:delivery:ReleaseProbe";
/** All variables of a function together may have 4 kB. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LONGEST_PROBE = 3_000;

/**
 * A hook of a {@link Release}: calls the function with an event that changes nothing, and tells CodeDeploy whether it
 * answered as expected.
 *
 * @example
 * const preTraffic = new ReleaseProbe("store-before", {
 *   function: store,
 *   phase: "before",
 *   probe: { event: { Records: [] }, expected: { batchItemFailures: [] } },
 *   key,
 * });
 */
export class ReleaseProbe extends PlatformComponent {
  readonly function: Function;
  readonly monitoring: Monitoring;

  /** @throws InputError for a probe that does not fit into the function's environment */
  constructor(name: string, args: ReleaseProbeArgs, opts?: pulumi.ComponentResourceOptions) {
    const { function: released, phase, probe, key } = args;
    const event = JSON.stringify(probe.event);
    const expected = JSON.stringify(probe.expected);
    const bytes = Buffer.byteLength(event) + Buffer.byteLength(expected);
    if (bytes > LONGEST_PROBE)
      inputChecks(TYPE, name).fail("probe", `${bytes} bytes`, `use at most ${LONGEST_PROBE} bytes of JSON`);
    super("delivery", "ReleaseProbe", name, opts);

    const version = released.function.version;
    this.function = new Function(
      name,
      {
        entry: "functions/release/probe.ts",
        description: `Probes ${released.componentName} ${phase} the traffic moves.`,
        key,
        environment: {
          FUNCTION_NAME: released.functionName,
          // The version itself, or the alias once it is all there.
          QUALIFIER: phase === "before" ? version : released.aliasName,
          PROBE_EVENT: event,
          PROBE_EXPECTED: expected,
        },
        timeoutSeconds: Math.min(900, released.timeoutSeconds + 30),
        logRetentionDays: args.logRetentionDays,
        deadLetterQueue: args.deadLetterQueue,
        reservedConcurrency: args.reservedConcurrency,
      },
      { parent: this },
    );
    this.function.grant("probe", [
      {
        sid: "InvokeReleased",
        actions: ["lambda:InvokeFunction"],
        resources: [phase === "before" ? pulumi.interpolate`${released.arn}:${version}` : released.aliasArn],
      },
    ]);
    this.monitoring = monitoringOf(this.function);
    this.registerOutputs({ functionName: this.function.functionName });
  }
}

/**
 * A hook runs once a release: rates of errors and throttles never come to the three that they begin at. One that fails, is late
 * or is throttled ends the release, of which the deployment group tells.
 */
function monitoringOf({ monitoring }: Function): Monitoring {
  return {
    ...monitoring,
    alarms: monitoring.alarms.filter(({ name }) => name === "dead-letter-errors"),
    widgets: monitoring.widgets.slice(0, 1),
  };
}
