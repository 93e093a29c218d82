import type { Figures } from "../figures/figures";
import { percentiles, type Percentiles } from "../statistics";

/** How much longer calls take at the end than at the beginning, by which a system is called slower under load. */
const SLOWER = 2;
/** Below this nobody notices. */
export const NOTICEABLE_MILLISECONDS = 100;

/** How the time from sending to answer changed, by quarters of the run. */
export function slowdown({ calls }: Figures): { first: number; last: number; since: number } | undefined {
  const answered = calls.filter(({ ok }) => ok);
  if (answered.length < 20) return undefined;
  const size = Math.floor(answered.length / 4);
  const middle = (from: number) =>
    percentiles(answered.slice(from, from + size).map(({ started, ended }) => ended - started!))!.p50;
  const first = middle(0);
  const last = middle(answered.length - size);
  const isSlower = Math.max(...[1, 2, 3].map((quarter) => middle(quarter * size))) >= SLOWER * first;
  if (!isSlower || last < NOTICEABLE_MILLISECONDS) return undefined;
  const slow = answered.find(({ started, ended }) => ended - started! >= SLOWER * first);
  return { first, last, since: (slow?.started ?? 0) / 1000 };
}

/** Calls that waited for their turn because too many were under way. */
export function lateCalls({ calls }: Figures): number {
  return calls.filter(({ due, started }) => started === undefined || started - due >= NOTICEABLE_MILLISECONDS).length;
}

/** What shows that calls suffer, in words. */
export function symptoms(figures: Figures): string[] {
  const change = slowdown(figures);
  const late = lateCalls(figures);
  const service = serviceTime(figures);
  const answering = figures.functions.find(({ role, averageDuration }) => role === "answers" && averageDuration);
  return [
    ...(change
      ? [`a middling call took ${change.first.toFixed(0)} ms at first and ${change.last.toFixed(0)} ms at last`]
      : []),
    ...(service && answering && answering.averageDuration! <= service.p50
      ? [
          `${answering.name} took ${answering.averageDuration!.toFixed(0)} ms of the ${service.p50.toFixed(0)} ms of a call`,
        ]
      : []),
    ...(late > 0 ? [`${late} calls were sent late, since ${figures.schedule.concurrency} were under way`] : []),
  ];
}

/** From sending to answer, of calls that were taken. */
export function serviceTime({ calls }: Figures): Percentiles | undefined {
  return percentiles(calls.filter(({ ok }) => ok).map(({ started, ended }) => ended - started!));
}
