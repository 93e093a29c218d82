import type { Call } from "./call";

/** Milliseconds below which that share of the calls stayed. */
export interface Percentiles {
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  max: number;
}

/** What the calls amount to. */
export interface Totals {
  /** Calls that were due. */
  due: number;
  sent: number;
  ok: number;
  failed: number;
  /** Successful calls a second, from the first to the last answer. */
  throughput: number;
  /** From when a call was due to its answer: what a caller waits. Of the successful calls. */
  latency?: Percentiles;
  /** From sending a call to its answer. Of the successful calls. */
  service?: Percentiles;
  /** How often each kind of failure was seen, the most frequent first. */
  errors: { kind: string; count: number }[];
}

/** @param seconds how long calls were due */
export function totals(calls: readonly Call[], seconds: number): Totals {
  const ok = calls.filter((call) => call.ok);
  const kinds = new Map<string, number>();
  for (const { ok: isOk, kind } of calls) if (!isOk) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return {
    due: calls.length,
    sent: calls.filter(({ started }) => started !== undefined).length,
    ok: ok.length,
    failed: calls.length - ok.length,
    throughput: ok.length / ok.reduce((most, { ended }) => Math.max(most, ended / 1000), seconds),
    latency: percentiles(ok.map(({ due, ended }) => ended - due)),
    service: percentiles(ok.map(({ started, ended }) => ended - started!)),
    errors: [...kinds].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count),
  };
}

/** @returns undefined where there is nothing to look at */
export function percentiles(values: readonly number[]): Percentiles | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
  return { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: sorted.at(-1)! };
}
