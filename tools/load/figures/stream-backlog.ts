import type { Call } from "../call";
import type { Point } from "./figures";

/** What a stream took and its function has not worked off, second by second. */
export function streamBacklog(calls: readonly Call[], batch: number, done: readonly Point[]): Point[] {
  // Without a single count nothing is known, which is not the same as nothing being done.
  if (done.length === 0) return [];
  const end = Math.ceil(Math.max(...done.map(({ at }) => at), ...[calls.at(-1)?.ended ?? 0].map((at) => at / 1000)));
  const put = calls.filter(({ ok }) => ok).map(({ ended }) => ended / 1000);
  return Array.from({ length: end + 1 }, (_, at) => {
    const sent = put.filter((each) => each <= at).length * batch;
    const finished = done.reduce((sum, each) => sum + (each.at <= at ? each.value : 0), 0);
    return { at, value: Math.max(0, sent - finished) };
  });
}
