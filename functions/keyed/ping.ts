import type { APIGatewayProxyResult, Context } from "aws-lambda";
import * as z from "zod/mini";
import { beforeDeadline } from "../shared/deadline";
import { logger } from "../shared/logger";
import { validate } from "../shared/validate";

const eventSchema = z.object({
  requestContext: z.object({
    requestId: z.string(),
    identity: z.object({ apiKeyId: z.optional(z.nullable(z.string())) }),
  }),
});

/**
 * Answers that the API works, and to whom: the id of the client's key, not the key.
 *
 * Event: API Gateway's proxy event of `GET /ping`. Answers 200 `{ ok: true, client }`; 400 for any other event.
 */
export const handler = async (event: unknown, context: Context): Promise<APIGatewayProxyResult> => {
  logger.addContext(context);
  return beforeDeadline(context, () => {
    try {
      const { requestContext } = validate(eventSchema, event, "InvalidEvent");
      const client = requestContext.identity.apiKeyId ?? null;
      logger.info("answered", { apiRequestId: requestContext.requestId, client });
      return Promise.resolve(answer(200, { ok: true, client }));
    } catch (error) {
      logger.warn("refused", { error: error as Error });
      const message = "The event is not one of API Gateway.";
      return Promise.resolve(
        answer(400, { error: { code: "InvalidEvent", message, requestId: context.awsRequestId } }),
      );
    }
  });
};

function answer(statusCode: number, body: object): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
    body: JSON.stringify(body),
  };
}
