import * as z from "zod/mini";

/** What may be known of an event in a line: its type, where it is from, its id. */
function line(most: number) {
  const rule = `must be a text of 1 to ${most} characters, without line breaks or spaces around it`;
  return z
    .string({ error: (issue) => (issue.input === undefined ? "is missing" : rule) })
    .check(z.maxLength(most, rule), z.regex(/^(?!\s)[^\p{C}\p{Zl}\p{Zp}]+(?<!\s)$/u, rule));
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

const fields = {
  type: line(128),
  source: line(128),
  // Passed on as it is: what is in it is between the producer and the target.
  detail: z.custom<Record<string, unknown>>(isObject, {
    error: (issue) => (issue.input === undefined ? "is missing" : "must be a JSON object"),
  }),
};

/** An event as callers of the API send it. */
export const sentEventSchema = z.strictObject(
  { id: z.optional(line(128)), ...fields },
  {
    error: (issue) => (issue.code === "unrecognized_keys" ? undefined : "must be a JSON object with an event's fields"),
  },
);

/** An event as a record of the stream holds it, whoever put it there; unknown fields are left out. */
export const streamEventSchema = z.object({ id: z.optional(line(128)), at: z.optional(line(40)), ...fields });

/** An event as connectors get it. */
export const eventSchema = z.object({ id: line(300), at: z.optional(line(40)), ...fields });

/** An event. */
export type Event = z.infer<typeof eventSchema> & {
  /**
   * Of the request that it comes from. It stands beside the producer's fields and in no schema: `correlationIdIn` reads it, and
   * no event is refused for a wrong one.
   */
  correlationId?: string;
};

/**
 * Bytes of an event's JSON as connectors get it, with its id, its time and its request's id. An asynchronous invocation
 * took 256 KB at most for long, and so does a message of a queue that says nothing else, with what Lambda adds when it
 * sends a failed one there. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MOST_EVENT_BYTES = 200_000;
