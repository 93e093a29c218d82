import type { FunctionFigures } from "../figures/figures";

/** What is reserved for a function. */
export function reservation({ reservedConcurrency }: FunctionFigures): string {
  return reservedConcurrency === undefined
    ? "nothing is reserved for it: the limit is the account's"
    : `reserved for it are ${reservedConcurrency} executions at once`;
}

/** How many of a function's executions ran at once. */
export function concurrency({ concurrent, invocations, averageDuration }: FunctionFigures, seconds: number): string[] {
  if (concurrent !== undefined) return [`${concurrent} ran at once, at most`];
  if (averageDuration === undefined) return [];
  const onAverage = (invocations * averageDuration) / 1000 / seconds;
  return [`${onAverage.toFixed(1)} ran at once on average, each for ${averageDuration.toFixed(0)} ms`];
}
