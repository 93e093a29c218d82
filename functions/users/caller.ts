import * as z from "zod/mini";
import { validate } from "../shared/validate";

/** What the gateway passes on: who calls, by the checked token, and the body. */
const eventSchema = z.object({
  sub: z.string().check(z.regex(/^[\w:.@-]{1,128}$/, "is missing")),
  body: z.optional(z.unknown()),
});

/**
 * The caller and what they sent.
 *
 * @throws ApiError 400 `InvalidEvent` for an event that the gateway did not make
 */
export function callerOf(event: unknown): { sub: string; body?: unknown } {
  return validate(eventSchema, event, "InvalidEvent");
}
