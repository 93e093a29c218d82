import { setTimeout as wait } from "node:timers/promises";
import { deadlineSignal } from "./deadline";

/** How long to wait between attempts. */
export interface Backoff {
  /** Most that is waited after the first failure, in milliseconds; doubled with each one after. */
  base: number;
  /** Most that is ever waited, in milliseconds. */
  most: number;
}

/**
 * Waits before the next attempt: a random time below a bound that doubles, so that those who failed together do not come
 * back together. https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 *
 * @param attempt how many attempts have failed, from 1
 * @param backoff the bounds
 * @param random 0 to 1; for tests
 * @throws AbortError when the deadline passes meanwhile
 */
export async function waitBeforeRetry(attempt: number, backoff: Backoff, random = Math.random): Promise<void> {
  const bound = Math.min(backoff.most, backoff.base * 2 ** (attempt - 1));
  await wait(random() * bound, undefined, { signal: deadlineSignal() });
}
