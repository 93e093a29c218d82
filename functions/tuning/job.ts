import * as z from "zod/mini";

/** What the preparation hands to the other steps. */
export const jobSchema = z.object({
  /** ARN without a qualifier. */
  functionArn: z.string(),
  architecture: z.enum(["arm64", "x86_64"]),
  region: z.string(),
  /** Seconds that one invocation may take. */
  timeoutSeconds: z.number(),
  versions: z.array(z.object({ power: z.number(), version: z.string() })),
  num: z.number(),
  payload: z.unknown(),
  parallelInvocation: z.boolean(),
  strategy: z.enum(["cost", "speed", "balanced"]),
  balancedWeight: z.number(),
});

export type Job = z.output<typeof jobSchema>;

const sample = z.object({ duration: z.number(), billed: z.number() });

/** What is told of a memory size however far it is measured. */
const measured = {
  power: z.number(),
  /** Milliseconds billed for all invocations, cold ones included. */
  billedMilliseconds: z.number(),
  invocations: z.number(),
};

/** A measurement that goes on. Its samples stay within one size's part of the machine: all sizes' would be too much for it. */
export const measurementSchema = z.object({
  ...measured,
  /** One for each warm invocation, in milliseconds. */
  samples: z.array(sample),
});

/** What was measured at one memory size: all that the analysis needs, however many invocations there were. */
export const summarySchema = z.object({
  ...measured,
  /** Of the warm invocations, without the fastest and slowest fifths: milliseconds each, on average. */
  warm: sample,
});

export type Measurement = z.output<typeof measurementSchema>;
export type Summary = z.output<typeof summarySchema>;
export type Sample = z.output<typeof sample>;
