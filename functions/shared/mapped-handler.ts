import type { Context } from "aws-lambda";
import { errorAnswer, type Answer, type ErrorBody } from "./answer";
import { ApiError } from "./api-error";
import { correlated } from "./correlation";
import { beforeDeadline } from "./deadline";
import { logger } from "./logger";
import { count, publishMetrics } from "./metrics";

/** A handler behind a mapped integration: gets what the request template made, gives what the response template takes. */
export type MappedHandler<Body> = (event: unknown, context: Context) => Promise<Answer<Body | ErrorBody>>;

/**
 * Makes a handler of work: with its log, its metrics, a deadline, and every error as an answer.
 *
 * It never throws. The function's error metric is for functions that break, not for callers that err; what breaks here
 * is counted as `Failures` and answered with a plain 500, its stack in the log.
 *
 * @param work gets the event, unchecked, and the id that stands in every log of what comes of it
 */
export function mappedHandler<Body>(
  work: (event: unknown, correlationId: string) => Promise<Answer<Body>>,
): MappedHandler<Body> {
  return async (event, context) => {
    logger.addContext(context);
    const requestId = requestIdOf(event) ?? context.awsRequestId;
    // The gateway's id follows what comes of the request: through queue, table, stream and mail.
    return correlated(requestId, async () => {
      try {
        const answer = await beforeDeadline(context, () => work(event, requestId));
        logger.info("answered", { apiRequestId: requestId, status: answer.status });
        return answer;
      } catch (error) {
        return errorAnswer(told(error, requestId), requestId);
      } finally {
        publishMetrics();
      }
    });
  };
}

function told(error: unknown, requestId: string): ApiError {
  if (error instanceof ApiError && error.status < 500) {
    logger.info("refused", { apiRequestId: requestId, status: error.status, code: error.code });
    count("Refused");
    return error;
  }
  logger.error("failed", { apiRequestId: requestId, error: error as Error });
  count("Failures");
  return error instanceof ApiError ? error : new ApiError(500, "InternalError", "The request could not be completed.");
}

function requestIdOf(event: unknown): string | undefined {
  const id = (event as { requestId?: unknown } | null | undefined)?.requestId;
  return typeof id === "string" && id !== "" ? id : undefined;
}
