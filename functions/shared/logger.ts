import { Logger } from "@aws-lambda-powertools/logger";
import { correlationId } from "./correlation";

type Line = Parameters<Logger["info"]>;
type LineOfFields = [Line[0], ...Record<string, unknown>[]];

/** Adds to each line the id of the request that is worked for, also where several are at the same time. */
class CorrelatedLogger extends Logger {
  override debug(...line: Line): void {
    super.debug(...withId(line));
  }

  override info(...line: Line): void {
    super.info(...withId(line));
  }

  override warn(...line: Line): void {
    super.warn(...withId(line));
  }

  override error(...line: Line): void {
    super.error(...withId(line));
  }
}

/** Before what the line says itself, which may name another request. */
function withId([message, ...more]: Line): LineOfFields {
  const id = correlationId();
  // A text or an error among the rest is taken as well as fields are; only the types do not say so.
  const fields = more as unknown as Record<string, unknown>[];
  return id === undefined ? [message, ...fields] : [message, { correlation_id: id }, ...fields];
}

/**
 * The function's log: JSON lines on stdout, with the request id of the invocation and, within `correlated`, the
 * `correlation_id` that follows a request through all functions.
 *
 * Never log an event, an item, a token or a message: they hold personal data. Log ids, counts and names of fields.
 *
 * {@link https://docs.aws.amazon.com/powertools/typescript/latest/features/logger/}
 */
export const logger = new CorrelatedLogger();
