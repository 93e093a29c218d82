import { Release } from "../../components/delivery/release";
import { ReleaseProbe } from "../../components/delivery/release-probe";
import { ReleaseStarter } from "../../components/delivery/release-starter";
import { counted } from "../../components/observability/counted";
import { functionsReleased, type ReleasedFunction } from "../config/released-functions";
import { alarmName } from "../workload/alarm-name";
import { functionsOf, systemsWithFunctions, type SystemFunction } from "./functions-of";
import { releaseProbes } from "./release-probes";
import type { System, SystemContext } from "./system";

/** Alarms of a function that end a release; what is slow or nearly used up does not. */
const ENDING = ["errors", "throttles"];

/** R5: moves the traffic of functions to new versions step by step, and back where a hook or an alarm says so. */
export const release: System<"release"> = {
  name: "release",
  uses: systemsWithFunctions,
  build(context) {
    const { environment, settings, options } = context;
    const key = context.key();
    const known = functionsOf(context);
    const names = functionsReleased(environment);
    const starter = new ReleaseStarter(
      "release",
      {
        key,
        deadLetterQueue: context.undeliverable,
        logRetentionDays: environment.logRetentionDays,
        // Each release is started and waited for on its own.
        reservedConcurrency: context.reservedConcurrency(names.length),
      },
      options,
    );
    const made = names.map((name) => releaseOf(context, starter, name, known[name]!));
    return {
      outputs: {
        functions: Object.fromEntries(
          made.map(({ name, fn, releaseName }) => [
            name,
            {
              system: known[name]!.system,
              functionName: fn.functionName,
              aliasName: fn.aliasName,
              application: releaseName,
            },
          ]),
        ),
        strategy: settings.strategy,
      },
      business: [
        {
          kind: "graph",
          title: "Releases",
          metrics: [
            counted(starter.start, "ReleaseStarted", "started"),
            counted(starter.wait, "ReleaseSucceeded", "released"),
            counted(starter.wait, "ReleaseRolledBack", "rolled back"),
            counted(starter.wait, "ReleaseFailed", "failed"),
          ],
        },
      ],
      monitoring: [starter.monitoring, ...made.flatMap(({ monitoring }) => monitoring)],
    };
  },
};

function releaseOf(
  context: SystemContext<"release">,
  starter: ReleaseStarter,
  name: ReleasedFunction,
  { system, fn }: SystemFunction,
) {
  const { environment, settings, options, alarmTopics } = context;
  const releaseName = `${environment.name}-${name}`;
  const hook = (phase: "before" | "after") =>
    new ReleaseProbe(
      `${name}-${phase}`,
      {
        function: fn,
        phase,
        probe: releaseProbes[name],
        key: context.key(),
        deadLetterQueue: context.undeliverable,
        logRetentionDays: environment.logRetentionDays,
        reservedConcurrency: context.reservedConcurrency(1),
      },
      options,
    );
  const before = hook("before");
  const after = hook("after");
  const { strategy: kind, percent, minutes } = settings;
  const { monitoring } = new Release(
    `${name}-release`,
    {
      function: fn,
      starter,
      releaseName,
      strategy: kind === "allAtOnce" ? { kind } : { kind, percent, minutes },
      production: environment.production,
      preTraffic: before.function,
      postTraffic: after.function,
      alarmNames: ENDING.map((alarm) => alarmName(environment.name, system, fn.componentName, alarm)),
      topics: { critical: alarmTopics.critical.arn, warning: alarmTopics.warning.arn },
      notifications: alarmTopics.critical.topic,
    },
    options,
  );
  return { name, fn, releaseName, monitoring: [monitoring, before.monitoring, after.monitoring] };
}
