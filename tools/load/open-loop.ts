import type { Call, Outcome } from "./call";
import { clock as realClock, type Clock } from "./clock";

/** How much is sent, and when. */
export interface Schedule {
  /** Calls a second at the end; the same from the start where `from` is absent. */
  rate: number;
  /** Calls a second at the beginning, from which the rate rises evenly. Default `rate`. */
  from?: number;
  seconds: number;
  /** Calls under way at once, at most. */
  concurrency: number;
  /** After this long a call counts as failed; also how long is waited for the last ones. */
  timeoutSeconds: number;
}

/** What is told while it runs. */
export interface Progress {
  seconds: number;
  sent: number;
  answered: number;
  failed: number;
  underWay: number;
}

/** What else the generator is run with. */
export interface OpenLoopOptions {
  /** Ends it early; calls under way are waited for. */
  signal?: AbortSignal;
  /** Told about once a second. */
  progress?: (now: Progress) => void;
  /** Default the machine's. */
  clock?: Clock;
}

/** How often is looked for calls that are due, in milliseconds. */
const TICK = 5;

/**
 * Sends calls when they are due, whether or not earlier ones were answered: a system that becomes slow is not spared, and
 * the time a call waited for its turn counts as its own (https://www.scylladb.com/2021/04/22/on-coordinated-omission/).
 *
 * @param call sends the call with this number; what it throws is the name of an error
 * @returns every call that was due, in that order
 */
export async function openLoop(
  schedule: Schedule,
  call: (index: number) => Promise<Outcome>,
  { signal, progress, clock = realClock }: OpenLoopOptions = {},
): Promise<Call[]> {
  const due = dueTimes(schedule);
  const calls = due.map<Call>((at) => ({ due: at, ended: Infinity, ok: false, kind: "not sent" }));
  const { concurrency, timeoutSeconds } = schedule;
  const origin = clock.now();
  const now = () => clock.now() - origin;
  const end = schedule.seconds * 1000 + timeoutSeconds * 1000;
  let next = 0;
  let underWay = 0;
  let answered = 0;
  let failed = 0;
  let told = 0;

  const send = async (index: number): Promise<void> => {
    const each = calls[index]!;
    each.started = now();
    underWay++;
    const outcome = await call(index).catch((error: Error) => ({ ok: false, kind: error.name }));
    Object.assign(each, outcome, { ended: now() });
    underWay--;
    answered++;
    if (!outcome.ok) failed++;
  };

  while ((next < due.length || underWay > 0) && now() < end) {
    const time = now();
    if (signal?.aborted && next < due.length) due.length = next;
    while (next < due.length && due[next]! <= time && underWay < concurrency) void send(next++);
    if (progress && time - told >= 1000) {
      told = time;
      progress({ seconds: time / 1000, sent: next, answered, failed, underWay });
    }
    await clock.sleep(TICK);
  }
  const last = now();
  // What is unanswered now was given its time; what was not sent waited that long for its turn.
  for (const each of calls) {
    if (each.ended === Infinity)
      Object.assign(each, { ended: last, kind: each.started === undefined ? "not sent" : "time-out" });
  }
  return calls.slice(0, due.length);
}

/** When each call is due, in milliseconds. */
export function dueTimes({ rate, from = rate, seconds }: Schedule): number[] {
  const count = Math.round(((from + rate) / 2) * seconds);
  const slope = (rate - from) / seconds;
  // The time at which `index` calls are due: from·t + slope·t²/2 = index.
  const at = (index: number) =>
    Math.abs(slope) < 1e-9 ? index / rate : (Math.sqrt(from * from + 2 * slope * index) - from) / slope;
  return Array.from({ length: count }, (_, index) => at(index) * 1000);
}
