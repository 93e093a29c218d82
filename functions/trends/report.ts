import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import * as z from "zod/mini";
import { errorAnswer } from "../shared/answer";
import { ApiError } from "../shared/api-error";
import { correlated } from "../shared/correlation";
import { corsHeaders } from "../shared/cors-headers";
import { beforeDeadline } from "../shared/deadline";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { validate } from "../shared/validate";
import { chartPage } from "./chart";
import { chartRoute } from "./routes";
import { topHashtags } from "./top-hashtags";

const MOST_HOURS = 168;
const MOST_HASHTAGS = 10;
const HOUR = 3_600_000;

const RULE = `must be a whole number from 1 to ${MOST_HOURS}`;
const querySchema = z.object({
  hours: z._default(z.coerce.number(RULE).check(z.int(RULE), z.minimum(1, RULE), z.maximum(MOST_HOURS, RULE)), 24),
});

/** What every answer has: nothing is kept by anybody, and nothing of it may be loaded or shown elsewhere. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
};
const corsOf = corsHeaders();

/**
 * The ten hashtags used most in the last hours, the running one included: `GET /trends` as JSON, `GET /trends/chart` as a
 * page.
 *
 * Event: a request of API Gateway, passed on whole. Environment: `COUNTS_TABLE_NAME`, and in `ALLOWED_ORIGINS` the origins
 * whose pages may read the answers. Answers 200, 400 `InvalidQuery`,
 * 500 `InternalError`.
 */
export const handler = async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
  logger.addContext(context);
  const requestId = event.requestContext?.requestId ?? context.awsRequestId;
  const answered = await correlated(requestId, async () => {
    try {
      const response = await beforeDeadline(context, () => report(event));
      logger.info("answered", { apiRequestId: requestId, status: response.statusCode });
      return response;
    } catch (error) {
      return refusal(error, requestId);
    } finally {
      publishMetrics();
    }
  });
  return { ...answered, headers: { ...answered.headers, ...corsOf(event.headers) } };
};

function refusal(error: unknown, requestId: string): APIGatewayProxyResult {
  const isTheirs = error instanceof ApiError && error.status < 500;
  if (isTheirs) logger.info("refused", { apiRequestId: requestId, status: error.status, code: error.code });
  else logger.error("failed", { apiRequestId: requestId, error: error as Error });
  count(isTheirs ? "Refused" : "Failures");
  const told = isTheirs ? error : new ApiError(500, "InternalError", "The request could not be completed.");
  const { status, body } = errorAnswer(told, requestId);
  return answer(status, "application/json", JSON.stringify(body));
}

async function report(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const { hours } = validate(querySchema, event.queryStringParameters ?? {}, "InvalidQuery");
  const end = Math.ceil((Date.now() + 1) / HOUR) * HOUR;
  const starts = Array.from({ length: hours }, (_, index) => new Date(end - (index + 1) * HOUR).toISOString());
  const top = await topHashtags(
    starts.map((start) => start.slice(0, 13)),
    MOST_HASHTAGS,
  );
  const chart = { from: starts.at(-1)!, to: new Date(end).toISOString(), top };
  count("TrendsShown");
  return event.resource === chartRoute.path || event.path?.endsWith(chartRoute.path)
    ? answer(200, "text/html; charset=utf-8", chartPage(chart))
    : answer(200, "application/json", JSON.stringify(chart));
}

function answer(statusCode: number, contentType: string, body: string): APIGatewayProxyResult {
  return { statusCode, headers: { ...HEADERS, "content-type": contentType }, body };
}
