import type { Job, Measurement, Sample, Summary } from "./job";
import { invocationCost } from "./prices";

/** What one memory size is like: milliseconds and USD of one warm invocation. */
export interface Outcome {
  power: number;
  duration: number;
  cost: number;
}

/** Share of the samples that is left out at either end. */
const TRIMMED = 0.2;

/**
 * What a size takes and is billed on average, the fastest and slowest fifths of its invocations left out. Nothing is
 * rounded yet.
 *
 * @param measurement with at least one sample
 */
export function summaryOf({ samples, ...measured }: Measurement): Summary {
  return { ...measured, warm: { duration: trimmedMean(samples, "duration"), billed: trimmedMean(samples, "billed") } };
}

/** What one invocation at a size costs and takes. */
export function outcomeOf({ power, warm }: Summary, { region, architecture }: Job): Outcome {
  const cost = invocationCost(region, architecture, power, Math.ceil(warm.billed));
  return { power, duration: round(warm.duration), cost };
}

/**
 * The best size by a strategy. Where two are equal, the smaller.
 *
 * @param outcomes at least one
 */
export function bestOf(
  outcomes: Outcome[],
  { strategy, balancedWeight }: Pick<Job, "strategy" | "balancedWeight">,
): Outcome {
  const highest = (field: "cost" | "duration") => Math.max(...outcomes.map((each) => each[field]), Number.MIN_VALUE);
  const highestCost = highest("cost");
  const highestDuration = highest("duration");
  const scores = {
    cost: ({ cost }: Outcome) => cost,
    speed: ({ duration }: Outcome) => duration,
    // Shares of the highest, so that dollars and milliseconds can be added.
    balanced: ({ cost, duration }: Outcome) =>
      (balancedWeight * cost) / highestCost + ((1 - balancedWeight) * duration) / highestDuration,
  };
  const score = scores[strategy];
  const bySize = [...outcomes].sort((a, b) => a.power - b.power);
  return bySize.reduce((best, each) => (score(each) < score(best) ? each : best));
}

function trimmedMean(samples: Sample[], field: keyof Sample): number {
  const sorted = samples.map((sample) => sample[field]).sort((a, b) => a - b);
  const cut = Math.floor(sorted.length * TRIMMED);
  const kept = sorted.slice(cut, sorted.length - cut);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

/** Lambda reports hundredths of a millisecond. */
function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
