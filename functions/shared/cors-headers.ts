import * as z from "zod/mini";
import { jsonVariable } from "./json-variable";

/** The ids by which a request is found in the logs. */
const REQUEST_IDS = "x-amzn-RequestId,x-amz-apigw-id";

/**
 * Makes what gives the headers by which pages of other origins may read a proxy integration's answer: API Gateway adds
 * none to it. Environment: `ALLOWED_ORIGINS`, a JSON list of origins, or of `*` alone.
 *
 * {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html}
 *
 * @returns gives the headers for a request's own
 */
export function corsHeaders(): (
  request: Record<string, string | undefined> | null | undefined,
) => Record<string, string> {
  const allowed = jsonVariable("ALLOWED_ORIGINS", z.array(z.string()));
  return (request) => {
    const origin = Object.entries(request ?? {}).find(([name]) => name.toLowerCase() === "origin")?.[1];
    const named = allowed.includes("*") ? "*" : allowed.find((each) => each === origin);
    return {
      // Caches must not give one page's answer to another.
      vary: "Origin",
      ...(named !== undefined && {
        "access-control-allow-origin": named,
        "access-control-expose-headers": REQUEST_IDS,
      }),
    };
  };
}
