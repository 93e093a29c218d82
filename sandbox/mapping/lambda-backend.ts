import { signedHeaders } from "../emulator/signed-headers";
import { BackendError, type Backend } from "./run-mapping";

/**
 * Invokes the function of an integration's URI, alias or version included. What it returns, or the error it ends with, is
 * the answer; an error selects by its message.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
 */
export function lambdaBackend(endpoint: string): Backend {
  return async (request, uri, body) => {
    const reference = /:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri)?.[1];
    if (!reference) throw new BackendError("API_CONFIGURATION_ERROR");
    const arn = /^(arn:[^:]+:lambda:([^:]+):(\d{12}):function:[^:]+)(?::(.*))?$/.exec(reference);
    const [, name = reference, region = request.region, accountId = request.accountId, qualifier] = arn ?? [];
    // A stage variable that is missing leaves an empty qualifier, which Lambda refuses.
    if (qualifier === "") throw new BackendError("API_CONFIGURATION_ERROR");
    const query = qualifier === undefined ? "" : `?Qualifier=${encodeURIComponent(qualifier)}`;
    const response = await fetch(`${endpoint}/2015-03-31/functions/${encodeURIComponent(name)}/invocations${query}`, {
      method: "POST",
      headers: {
        ...signedHeaders("lambda", { accountId, region }),
        "content-type": "application/json",
        "x-amz-invocation-type": "RequestResponse",
      },
      body,
    });
    const text = await response.text();
    if (response.status === 429) throw new BackendError("INTEGRATION_FAILURE");
    if (response.status !== 200) throw new BackendError("API_CONFIGURATION_ERROR");
    const isError = response.headers.has("x-amz-function-error");
    return { select: isError ? errorMessage(text) : undefined, headers: {}, body: text };
  };
}

function errorMessage(text: string): string {
  try {
    return String((JSON.parse(text) as { errorMessage?: unknown }).errorMessage ?? "");
  } catch {
    return text;
  }
}
