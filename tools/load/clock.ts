import { setTimeout as sleep } from "node:timers/promises";

/** Time as the generator goes by it; another one in tests, which would otherwise measure the machine they run on. */
export interface Clock {
  /** Milliseconds since some time. */
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

/** The machine's own. */
export const clock: Clock = { now: () => performance.now(), sleep };
