import * as z from "zod/mini";

/** A post of the feed, as a record of the stream holds it. Beside these fields a `correlationId` may stand, which the log then has. */
export const postSchema = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(256)),
  text: z.string().check(z.maxLength(20_000)),
  at: z.string().check(z.refine((at) => hourOf(at) !== undefined)),
});

/** A post. */
export type Post = z.infer<typeof postSchema>;

const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * The hour that a time is in, in UTC, for example `2026-11-21T11`.
 *
 * @param at ISO 8601 with its offset from UTC
 * @returns nothing for what is no time
 */
export function hourOf(at: string): string | undefined {
  const time = TIME.test(at) ? new Date(at) : new Date(NaN);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString().slice(0, 13);
}
