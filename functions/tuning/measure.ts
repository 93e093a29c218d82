import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { clientOptions } from "../shared/client-options";
import { bounded } from "../shared/deadline";
import { NamedError } from "../shared/named-error";
import { traced } from "../shared/tracing";
import { validate } from "../shared/validate";
import { workflowHandler } from "../shared/workflow-handler";
import { jobSchema, measurementSchema, type Job, type Measurement, type Summary } from "./job";
import { parseReport, type InvocationReport } from "./report";
import { summaryOf } from "./statistics";

const eventSchema = z.object({
  job: jobSchema,
  power: z.number(),
  version: z.string(),
  /** What was measured before, where one invocation of this function was too short for all. */
  before: z.optional(measurementSchema),
});

/** A measurement that goes on, or what came of it. */
export type MeasurementSoFar = (Measurement & { done: false }) | (Summary & { done: true });

/**
 * Runs a version until enough warm invocations are measured; cold ones count for the cost only. Stops in time, to be called
 * again with what there is. What it answers in the end has a summary instead of samples: a state holds 256 KiB, and the
 * samples of all sizes together can be three times that. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 *
 * Event: `job`, `power`, `version`, `before`. Errors: `FunctionFailed`, `NoReport`, `NoWarmInvocation`.
 */
export const handler = workflowHandler(async (event, context): Promise<MeasurementSoFar> => {
  const { job, power, version, before } = validate(eventSchema, event, "InvalidMeasurement");
  let measured: Measurement = before ?? { power, samples: [], billedMilliseconds: 0, invocations: 0 };
  do {
    if (measured.invocations >= mostInvocations(job)) return complete(measured);
    measured = added(measured, await round(job, version, measured));
  } while (measured.samples.length < job.num && hasTime(context, job));
  return measured.samples.length < job.num ? { ...measured, done: false } : complete(measured);
});

/** Invocations of one size that run at once: account and function allow only so many. */
const MOST_AT_ONCE = 50;
const RESERVE_MILLISECONDS = 10_000;

// An invocation takes as long as the function may, so it has no timeout of its own. It is not sent twice: one that runs
// while another does is cold.
const lambda = bounded(
  traced(
    new LambdaClient({
      ...clientOptions,
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 0 },
    }),
  ),
);

/** Each environment starts cold once, and some more may be started on the way. */
function mostInvocations({ num }: Job): number {
  return 3 * num + 5;
}

function hasTime(context: Context, { timeoutSeconds }: Job): boolean {
  return context.getRemainingTimeInMillis() > timeoutSeconds * 1000 + RESERVE_MILLISECONDS;
}

function complete(measured: Measurement): Summary & { done: true } {
  if (measured.samples.length === 0)
    throw new NamedError("NoWarmInvocation", `Each of ${measured.invocations} invocations was a cold start.`);
  return { ...summaryOf(measured), done: true };
}

function round(job: Job, version: string, { samples }: Measurement): Promise<InvocationReport[]> {
  const missing = job.num - samples.length;
  const atOnce = job.parallelInvocation ? Math.min(missing, MOST_AT_ONCE) : 1;
  return Promise.all(Array.from({ length: atOnce }, () => invoke(job, version)));
}

async function invoke({ functionArn, payload }: Job, version: string): Promise<InvocationReport> {
  const { FunctionError, LogResult, Payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: functionArn,
      Qualifier: version,
      LogType: "Tail",
      Payload: Buffer.from(JSON.stringify(payload)),
    }),
  );
  if (FunctionError) throw new NamedError("FunctionFailed", `The function failed with ${errorType(Payload)}.`);
  const report = parseReport(Buffer.from(LogResult ?? "", "base64").toString());
  if (!report) throw new NamedError("NoReport", "The tail of the log has no report of the invocation.");
  return report;
}

/** The error's name only: its message may quote data. */
function errorType(payload: Uint8Array | undefined): string {
  try {
    const { errorType } = JSON.parse(Buffer.from(payload ?? []).toString()) as { errorType?: unknown };
    return typeof errorType === "string" ? errorType : "an error";
  } catch {
    return "an error";
  }
}

function added(measured: Measurement, reports: InvocationReport[]): Measurement {
  const warm = reports.filter(({ initDuration }) => initDuration === undefined);
  return {
    ...measured,
    samples: [...measured.samples, ...warm.map(({ duration, billed }) => ({ duration, billed }))],
    billedMilliseconds: measured.billedMilliseconds + reports.reduce((sum, { billed }) => sum + billed, 0),
    invocations: measured.invocations + reports.length,
  };
}
