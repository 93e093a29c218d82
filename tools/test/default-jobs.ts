const GIGABYTE = 2 ** 30;
/** What a suite with the engine takes at most: a deployment's program, engine, provider and policy pack, and emulators. */
const WITH_ENGINE = 4 * GIGABYTE;
/** What the others take, and the machine itself. */
const OTHERS = 5 * GIGABYTE;

/**
 * How many suites run at a time, by the machine's memory: one where that is not known to suffice for two.
 *
 * @param memory in bytes
 */
export function defaultJobs(memory: number): number {
  return Math.max(1, 1 + Math.floor((memory - OTHERS) / WITH_ENGINE));
}
