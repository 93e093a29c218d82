import * as z from "zod/mini";
import { count } from "../shared/metrics";
import { validate } from "../shared/validate";
import { workflowHandler } from "../shared/workflow-handler";
import { chartUrl } from "./chart";
import { jobSchema, summarySchema } from "./job";
import { invocationCost } from "./prices";
import { bestOf, outcomeOf, type Outcome } from "./statistics";

const eventSchema = z.object({ job: jobSchema, measurements: z.array(summarySchema).check(z.minLength(1)) });

/** The machine's output. */
export interface TuningResult {
  /** The best size in MB. */
  power: number;
  /** USD of one warm invocation at it. */
  cost: number;
  /** Milliseconds of one warm invocation at it. */
  duration: number;
  stateMachine: {
    /** USD that all invocations of this run cost. */
    lambdaCost: number;
    /** A page with a chart, as a URL that holds all of it. */
    visualization: string;
  };
  /** Every size, in order. */
  stats: Outcome[];
}

/**
 * Tells the best memory size by the strategy, and draws the chart.
 *
 * Event: `job` and `measurements`.
 */
export const handler = workflowHandler((event): Promise<TuningResult> => {
  const { job, measurements } = validate(eventSchema, event, "InvalidMeasurement");
  const stats = measurements.map((each) => outcomeOf(each, job)).sort((a, b) => a.power - b.power);
  const best = bestOf(stats, job);
  const lambdaCost = measurements.reduce(
    (sum, { power, billedMilliseconds }) =>
      sum + invocationCost(job.region, job.architecture, power, billedMilliseconds),
    0,
  );
  const title = `${job.functionArn.split(":").pop()!}, tuned for ${job.strategy}`;
  const { power, cost, duration } = best;
  count("FunctionTuned");
  return Promise.resolve({
    power,
    cost,
    duration,
    stateMachine: { lambdaCost, visualization: chartUrl(stats, best, title) },
    stats,
  });
});
