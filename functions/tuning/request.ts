import * as z from "zod/mini";

const power = z.int().check(z.minimum(128), z.maximum(10_240));

/**
 * Bytes of the payload as JSON. With the samples of one size, 40 kB at most, and the rest of the job it fits into the
 * 262,144 bytes of a state. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const LARGEST_PAYLOAD = 200_000;

const payload = z
  .unknown()
  .check(
    z.refine(
      (value) => Buffer.byteLength(JSON.stringify(value) ?? "") <= LARGEST_PAYLOAD,
      `must have at most ${LARGEST_PAYLOAD} bytes as JSON`,
    ),
  );

/** What a person starts the machine with. */
export const requestSchema = z.object({
  /** The function, by ARN or name; with the alias in use where its code must be that of `$LATEST`. */
  lambdaARN: z.string().check(z.minLength(1), z.maxLength(300)),
  /** Memory sizes in MB. */
  powerValues: z._default(z.array(power).check(z.minLength(1), z.maxLength(20)), [128, 256, 512, 1024, 1536, 3008]),
  /** Warm invocations that are measured for each size. */
  num: z._default(z.int().check(z.minimum(1), z.maximum(1000)), 10),
  /** The event of each invocation, up to {@link LARGEST_PAYLOAD}. */
  payload: z._default(payload, {}),
  /** Whether the invocations of one size run at once. */
  parallelInvocation: z._default(z.boolean(), false),
  /** What the best size is: the cheapest, the fastest, or a trade-off. */
  strategy: z._default(z.enum(["cost", "speed", "balanced"]), "cost"),
  /** With `balanced`: 0 counts time only, 1 cost only. */
  balancedWeight: z._default(z.number().check(z.minimum(0), z.maximum(1)), 0.5),
});

export type TuningRequest = z.output<typeof requestSchema>;
