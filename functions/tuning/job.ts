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

/** What was measured at one memory size. */
export const measurementSchema = z.object({
  power: z.number(),
  /** One for each warm invocation, in milliseconds. */
  samples: z.array(sample),
  /** Milliseconds billed for all invocations, cold ones included. */
  billedMilliseconds: z.number(),
  invocations: z.number(),
});

export type Measurement = z.output<typeof measurementSchema>;
export type Sample = z.output<typeof sample>;
