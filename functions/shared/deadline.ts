import { AsyncLocalStorage } from "node:async_hooks";

/** What of a Lambda context tells how long there still is. */
export interface Remaining {
  getRemainingTimeInMillis(): number;
}

/** Kept of the function's time to tell the caller, in milliseconds. */
const RESERVE = 500;

const signals = new AsyncLocalStorage<AbortSignal>();

/**
 * Runs work that must end before the function's own time does, so that the caller gets an answer and not a timeout.
 * Calls of {@link bounded} clients within it are given up then. When the work is over, however it went, no timer is left.
 *
 * @param context the invocation's Lambda context
 * @param work the work
 * @throws what the work throws, from an AbortError where it was cut short
 */
export async function beforeDeadline<T>(context: Remaining, work: () => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), Math.max(0, context.getRemainingTimeInMillis() - RESERVE));
  try {
    return await signals.run(controller.signal, work);
  } finally {
    clearTimeout(timer);
    // Ends whatever the work left behind when it failed halfway.
    controller.abort();
  }
}

/** Ends with the {@link beforeDeadline} that the caller is within; absent outside of one. For what is no call of AWS. */
export function deadlineSignal(): AbortSignal | undefined {
  return signals.getStore();
}

/** The part of an AWS SDK client that calls go through. */
interface Sender {
  send(command: unknown, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
}

/**
 * Makes every call of an AWS client end with the {@link beforeDeadline} it is made in, also calls that a library makes.
 *
 * @param client the client, which is also returned
 */
export function bounded<T extends object>(client: T): T {
  const sender = client as unknown as Sender;
  sender.send = (command, options) => {
    // Looked up at the call, so that tests can stand in for the class.
    const { send } = Object.getPrototypeOf(client) as Sender;
    return send.call(sender, command, { abortSignal: signals.getStore(), ...options });
  };
  return client;
}
