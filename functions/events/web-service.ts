import { createHash } from "node:crypto";
import { waitBeforeRetry } from "../shared/backoff";
import { deadlineSignal } from "../shared/deadline";
import { count } from "../shared/metrics";
import type { SecretReader } from "../shared/parameters/secret";
import { traceStep } from "../shared/tracing";
import { RefusedError } from "./circuit-breaker";
import type { Event } from "./event";

/** How a third party's web service is called. */
export interface WebServiceOptions {
  /** Takes a POST with the event. */
  url: string;
  /** The bearer token; absent where the service asks for none. */
  token?: SecretReader<{ token: string }>;
  /** Milliseconds for one attempt. */
  timeout: number;
}

const ATTEMPTS = 3;
const BACKOFF = { base: 200, most: 2_000 };

/** What an attempt came to. */
type Outcome = "taken" | "again" | "refused" | "unauthorized";

/**
 * Sends an event to a third party's web service. Time-outs, lost connections, 408, 429 and 5xx are tried again after a
 * random time that grows; a 401 once more with a token read anew. The event's id goes along as `Idempotency-Key`, for
 * services that can tell a repetition; one that is not all printable ASCII as `sha256:` and its hash.
 *
 * @throws RefusedError where the service will never take it or no request can be made of it, another Error where it failed
 */
export async function sendToWebService(options: WebServiceOptions, event: Event): Promise<void> {
  let last = "";
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > 1) await waitBeforeRetry(attempt - 1, BACKOFF);
    const { outcome, what } = await traceStep("web service", () => attemptOnce(options, event, last === "HTTP 401"));
    if (outcome === "taken") return;
    count("WebServiceFailures");
    if (outcome === "refused" || (outcome === "unauthorized" && last === what)) {
      throw new RefusedError(`The web service refused the event: ${what}`);
    }
    last = what;
  }
  throw new Error(`The web service failed ${ATTEMPTS} times, at last with: ${last}`);
}

async function attemptOnce(
  { url, token, timeout }: WebServiceOptions,
  { correlationId, ...event }: Event,
  isTokenOld: boolean,
): Promise<{ outcome: Outcome; what: string }> {
  const credentials = await (isTokenOld ? token?.fresh() : token?.());
  const deadline = deadlineSignal();
  const signals = [AbortSignal.timeout(timeout), ...(deadline ? [deadline] : [])];
  const request = requestOf(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "idempotency-key": idempotencyKey(event.id),
      // Beside the event, whose form is between its producer and the service.
      ...(correlationId !== undefined && { "x-correlation-id": correlationId }),
      ...(credentials && { authorization: `Bearer ${credentials.token}` }),
    },
    body: JSON.stringify(event),
    // A redirect would take the token somewhere else.
    redirect: "manual",
    signal: AbortSignal.any(signals),
  });
  try {
    const response = await fetch(request);
    // Nothing of the answer is wanted but its status.
    await response.body?.cancel();
    return { outcome: outcomeOf(response.status), what: `HTTP ${response.status}` };
  } catch (error) {
    deadline?.throwIfAborted();
    return { outcome: "again", what: (error as Error).name === "TimeoutError" ? "time-out" : "no connection" };
  }
}

/** The id as it is where a header can hold it in any program; else its hash, which is the same each time. */
function idempotencyKey(id: string): string {
  return /^[ -~]+$/.test(id) ? id : `sha256:${createHash("sha256").update(id).digest("hex")}`;
}

/** Says nothing of why: what `fetch` says would quote a header, and one of them is the token. */
function requestOf(url: string, init: RequestInit): Request {
  try {
    return new Request(url, init);
  } catch {
    throw new RefusedError("The request to the web service cannot be made: an address or a header is not valid", false);
  }
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return "taken";
  if (status === 401) return "unauthorized";
  return status === 408 || status === 429 || status >= 500 ? "again" : "refused";
}
