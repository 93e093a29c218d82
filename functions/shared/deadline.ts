/** What of a Lambda context tells how long there still is. */
export interface Remaining {
  getRemainingTimeInMillis(): number;
}

/** Kept of the function's time to tell the caller, in milliseconds. */
const RESERVE = 500;

/**
 * Runs work that must end before the function's own time does, so that the caller gets an answer and not a timeout.
 * When the work is over, however it went, no timer is left.
 *
 * @param context the invocation's Lambda context
 * @param work gets a signal to pass to every call it makes
 * @throws what the work throws, an AbortError where it was cut short
 */
export async function beforeDeadline<T>(context: Remaining, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), Math.max(0, context.getRemainingTimeInMillis() - RESERVE));
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    // Ends whatever the work left behind when it failed halfway.
    controller.abort();
  }
}
