import type { Series } from "./metric-math";
import type { WatchedAlarm } from "./watched-alarm";

/** Series that show when an alarm fires and when it does not. */
export interface Witness {
  /** Makes the alarm fire; `undefined` where no series was found that does. */
  firing?: Record<string, Series>;
  /** Has datapoints and does not make it fire; `undefined` where none was found. */
  quiet?: Record<string, Series>;
}

/**
 * Searches for series, constant over the periods that the alarm looks at, which make it fire, and which do not. An alarm
 * without the first is dead, one without the second is always on.
 *
 * @param alarm the alarm
 */
export function witness(alarm: WatchedAlarm): Witness {
  const found: Witness = {};
  for (const values of candidates(alarm)) {
    const series = constant(values, alarm.inputs.evaluationPeriods);
    const fires = alarm.states(series).at(-1) === "ALARM";
    if (fires) found.firing ??= series;
    else if (alarm.values(series).some((value) => value !== undefined)) found.quiet ??= series;
    if (found.firing && found.quiet) break;
  }
  return found;
}

function constant(values: Record<string, number>, periods: number): Record<string, Series> {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, new Array<number>(periods).fill(value)]));
}

/** Assignments of a value to each metric: every combination for a few metrics, one value for all and for each of many. */
function* candidates({ metrics, inputs }: WatchedAlarm): Generator<Record<string, number>> {
  const { threshold = 0 } = inputs;
  const plain = [0, 1, 2, 3, 5, 10, 20, 50, 100, 1_000, 100_000];
  const values = [
    ...new Set([...plain, threshold - 1, threshold, threshold + 1, threshold * 10, threshold / 2]),
  ].filter((value) => value >= 0);
  for (const value of values) yield Object.fromEntries(metrics.map((id) => [id, value]));
  if (metrics.length > 3) {
    for (const id of metrics) for (const value of values) yield { [id]: value };
    return;
  }
  yield* combinations(metrics, values);
}

function* combinations(metrics: readonly string[], values: readonly number[]): Generator<Record<string, number>> {
  const [first, ...others] = metrics;
  if (first === undefined) return yield {};
  for (const rest of combinations(others, values)) for (const value of values) yield { ...rest, [first]: value };
}
