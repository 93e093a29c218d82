import type { Suite } from "./suites";

/**
 * What runs one after another: the suites without the engine, which have the processor to themselves no longer when two of
 * them run, and each suite with the engine, which mostly waits.
 */
export function chainsOf(suites: readonly Suite[]): Suite[][] {
  const computing = suites.filter(({ engine }) => !engine);
  const waiting = suites.filter(({ engine }) => engine).map((suite) => [suite]);
  return [computing, ...waiting].filter((chain) => chain.length > 0);
}
