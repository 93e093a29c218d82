import type { APIGatewayProxyResult, Context } from "aws-lambda";
import * as z from "zod/mini";
import { correlated } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { logger } from "../shared/logger";
import { count, countBy, publishMetrics } from "../shared/metrics";
import { problemsOf } from "../shared/validate";

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
  const { data: request, error } = eventSchema.safeParse(event);
  return correlated(request?.requestContext.requestId ?? context.awsRequestId, () =>
    beforeDeadline(context, () => {
      try {
        return Promise.resolve(request ? pong(request.requestContext) : refusal(error, context.awsRequestId));
      } finally {
        publishMetrics();
      }
    }),
  );
};

function pong({ requestId, identity }: z.infer<typeof eventSchema>["requestContext"]): APIGatewayProxyResult {
  const client = identity.apiKeyId ?? null;
  countBy("Called", { client: client ?? "none" });
  logger.info("answered", { apiRequestId: requestId, client });
  return answer(200, { ok: true, client });
}

function refusal(error: Parameters<typeof problemsOf>[0], requestId: string): APIGatewayProxyResult {
  count("Refused");
  logger.warn("refused", { problems: problemsOf(error) });
  const message = "The event is not one of API Gateway.";
  return answer(400, { error: { code: "InvalidEvent", message, requestId } });
}

function answer(statusCode: number, body: object): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
    body: JSON.stringify(body),
  };
}
