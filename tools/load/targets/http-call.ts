import type { Outcome } from "../call";

/** A call of an API. */
export interface HttpCall {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: unknown;
  /** Statuses of success. Default 200. */
  accepted?: readonly number[];
}

/** Sends a call and reads the whole answer, of which only the kind is kept. */
export async function httpCall(
  { url, method, headers, body, accepted = [200] }: HttpCall,
  timeoutSeconds: number,
): Promise<Outcome> {
  try {
    const response = await fetch(url, {
      method,
      headers: { "user-agent": "platform-load", ...(body !== undefined && json), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // A redirect would take the token somewhere else.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    const text = await response.text();
    if (accepted.includes(response.status)) return { ok: true, kind: String(response.status) };
    return refused(response.status, response.headers.get("x-amzn-errortype") ?? "", text);
  } catch (error) {
    return { ok: false, kind: (error as Error).name === "TimeoutError" ? "time-out" : connectionError(error as Error) };
  }
}

const json = { "content-type": "application/json" };

/**
 * What an answer that is no success says about who refused. API Gateway calls its own refusals so:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export function refused(status: number, errorType: string, text: string): Outcome {
  const said = textOf(text);
  const about = `${errorType} ${said}`;
  const kind = said === "" ? String(status) : `${status} ${said}`;
  if (status === 429 && /LimitExceeded|QUOTA_EXCEEDED|Limit Exceeded/i.test(about)) {
    return { ok: false, kind, heldBack: "quota" };
  }
  if (/ReservedConcurren|ConcurrentInvocationLimit|Rate Exceeded/i.test(text)) {
    return { ok: false, kind, heldBack: "function" };
  }
  if (status === 429) return { ok: false, kind, heldBack: "rate limit" };
  if (/ProvisionedThroughputExceeded|ThrottlingException|RequestLimitExceeded/i.test(text)) {
    return { ok: false, kind, heldBack: "table" };
  }
  return { ok: false, kind };
}

/** The code of the platform's errors, or the message of the gateway's. */
function textOf(text: string): string {
  try {
    const { error, message } = JSON.parse(text) as { error?: { code?: unknown }; message?: unknown };
    const said = error?.code ?? message;
    return typeof said === "string" ? said.slice(0, 60) : "";
  } catch {
    return "";
  }
}

function connectionError(error: Error): string {
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return typeof code === "string" ? `no connection (${code})` : "no connection";
}
