import type { Problem } from "./problem";
import { functionSystems, functionsReleased, functionsToRelease } from "./released-functions";
import type { WorkloadConfiguration } from "./stack-schema";

/** A function that cannot be released since its system is off, none at all, and what production may not move at once. */
export function releaseProblems(workload: WorkloadConfiguration, file: string): Problem[] {
  const { production, systems } = workload;
  const problem = (path: string, value: unknown, fix: string): Problem => ({
    file,
    path: `platform:systems.${path}`,
    value,
    fix,
  });
  const possible = functionsToRelease({ systems });
  const { release } = systems;
  if (!release) {
    if (!production || possible.length === 0) return [];
    const fix = `switch it on with {}: production moves the traffic of ${possible.join(", ")} step by step`;
    return [problem("release", undefined, fix)];
  }
  const released = functionsReleased({ production, systems });
  if (released.length === 0)
    return [
      problem(
        "release",
        release,
        "switch it off, or name functions: those that it releases are of systems that are off",
      ),
    ];

  const problems = released
    .filter((fn) => !possible.includes(fn))
    .map((fn) =>
      problem(
        `release.functions[${released.indexOf(fn)}]`,
        fn,
        `switch its system ${functionSystems[fn]} on, or leave it out`,
      ),
    );
  if (!production) return problems;
  const atOnce = possible.filter((fn) => !released.includes(fn));
  if (atOnce.length > 0) {
    const fix = `production moves no function's traffic at once: add ${atOnce.join(", ")}, or leave functions out for all`;
    problems.push(problem("release.functions", release.functions, fix));
  }
  if (release.strategy === "allAtOnce")
    problems.push(
      problem(
        "release.strategy",
        release.strategy,
        "use canary or linear: in production a bad version must not reach all",
      ),
    );
  return problems;
}
