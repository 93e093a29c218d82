import { Logger } from "@aws-lambda-powertools/logger";

/**
 * The function's log: JSON lines on stdout, with the request id of the invocation.
 *
 * Never log an event, an item, a token or a message: they hold personal data. Log ids, counts and names of fields.
 *
 * {@link https://docs.aws.amazon.com/powertools/typescript/latest/features/logger/}
 */
export const logger = new Logger();
