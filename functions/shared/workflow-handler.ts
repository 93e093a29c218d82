import type { Context } from "aws-lambda";
import { ApiError } from "./api-error";
import { correlated, correlationIdIn } from "./correlation";
import { beforeDeadline } from "./deadline";
import { logger } from "./logger";
import { count, publishMetrics } from "./metrics";
import { NamedError } from "./named-error";

/** A handler that a state machine calls. */
export type WorkflowHandler<Result> = (event: unknown, context: Context) => Promise<Result>;

/**
 * Makes a handler for a task of a state machine: with its log, its metrics and a deadline. Errors reach the machine by their
 * name; those of {@link validate} by their code. What it logs carries the event's `correlationId`, which the machine passes to
 * every task.
 *
 * @param work gets the event, unchecked
 */
export function workflowHandler<Result>(
  work: (event: unknown, context: Context) => Promise<Result>,
): WorkflowHandler<Result> {
  return async (event, context) => {
    logger.addContext(context);
    return correlated(correlationIdIn(event) ?? context.awsRequestId, async () => {
      try {
        const result = await beforeDeadline(context, () => work(event, context));
        logger.info("answered");
        return result;
      } catch (error) {
        count("Failures");
        const named = error instanceof ApiError ? new NamedError(error.code, error.message) : (error as Error);
        if (named instanceof NamedError) logger.warn("refused", { code: named.name, reason: named.message });
        else logger.error("failed", { error: named });
        throw named;
      } finally {
        publishMetrics();
      }
    });
  };
}
