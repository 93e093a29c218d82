import type { ApiError } from "./api-error";

/** What a handler behind a mapped integration gives to the response template. */
export interface Answer<Body = unknown> {
  /** HTTP status, which the template sets with `$context.responseOverride.status`. */
  status: number;
  /** The JSON that the caller gets. */
  body: Body;
}

/** The body of every error. */
export interface ErrorBody {
  error: {
    /** A stable name for programs. */
    code: string;
    /** One sentence for people. */
    message: string;
    /** The gateway's id of the request, which finds it in the logs. */
    requestId: string;
  };
}

/**
 * The answer for an error.
 *
 * @param error what the caller may know
 * @param requestId the gateway's id of the request
 */
export function errorAnswer(
  { status, code, message }: Pick<ApiError, "status" | "code" | "message">,
  requestId: string,
): Answer<ErrorBody> {
  return { status, body: { error: { code, message, requestId } } };
}
