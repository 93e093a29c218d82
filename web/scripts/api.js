/** An error that the API told, with what a person needs to report it. */
export class ApiFailure extends Error {
  /**
   * @param {string} message
   * @param {{ status?: number, code?: string, requestId?: string }} details
   */
  constructor(message, { status, code, requestId } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

const TIMEOUT = 30_000;

/**
 * Calls the API as the person who is signed in.
 *
 * @param {{ apiUrl: string, apiKey?: string }} config where the API is, and the key that names this client to it
 * @param {import("./session.js").Session} session ended where the API no longer takes its token
 * @param {string} method
 * @param {string} path for example `/addstudentdetails`
 * @param {Record<string, string>} query
 * @param {object} [body]
 * @returns {Promise<object>} the answer's JSON
 * @throws {ApiFailure}
 */
export async function callApi(config, session, method, path, query, body) {
  const search = Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : "";
  const response = await fetch(`${config.apiUrl}${path}${search}`, {
    method,
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT),
    headers: {
      authorization: `Bearer ${session.accessToken}`,
      ...(config.apiKey && { "x-api-key": config.apiKey }),
      ...(body && { "content-type": "application/json" }),
    },
    body: body && JSON.stringify(body),
  }).catch(() => {
    throw new ApiFailure("The service cannot be reached. Check the connection and try again.");
  });
  const answer = response.status === 204 ? {} : await response.json().catch(() => undefined);
  if (response.status === 401) session.end();
  if (!response.ok) throw failureOf(response, answer ?? {});
  // Something between here and the API answered, or only a part came: as good as none.
  if (answer === undefined) {
    const requestId = response.headers.get("x-amzn-requestid") ?? undefined;
    throw new ApiFailure("The answer of the service cannot be read. Please try again.", { requestId });
  }
  return answer;
}

/** The API's own errors are `{ error }`, those of the gateway before it `{ message }`. */
function failureOf(response, answer) {
  const requestId = answer.error?.requestId ?? response.headers.get("x-amzn-requestid") ?? undefined;
  const message =
    response.status === 401
      ? "Your session has ended. Please sign in again."
      : (answer.error?.message ?? answer.message ?? answer.Message ?? `The request failed (${response.status}).`);
  return new ApiFailure(message, { status: response.status, code: answer.error?.code, requestId });
}
