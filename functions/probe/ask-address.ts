import type { Address } from "./address";

/** After so many milliseconds an answer is as good as none. */
const PATIENCE = 10_000;
/** Web ACLs refuse requests that say nothing of themselves. */
const USER_AGENT = "outside-probe";

/**
 * Asks an address once, without following where it points.
 *
 * @param address what to ask, and what the right answer is
 * @throws Error saying what is wrong with the answer: never its body, which may be anybody's
 */
export async function askAddress({ url, method, headers, status, contains }: Address): Promise<void> {
  let answer: Response;
  let body: string;
  try {
    answer = await fetch(url, {
      method,
      headers: { "user-agent": USER_AGENT, ...headers },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    body = await answer.text();
  } catch (error) {
    throw new Error(`no answer from ${method} ${url}: ${reasonOf(error as Error)}`, { cause: error });
  }
  if (status === undefined ? answer.status >= 400 : answer.status !== status)
    throw new Error(`${method} ${url} answered ${answer.status}, not ${status ?? "below 400"}`);
  if (contains !== undefined && !body.includes(contains))
    throw new Error(`${method} ${url} answered ${answer.status} without "${contains}"`);
}

/** What a failed connection hides: the name that was not found, the certificate that has expired. */
function reasonOf(error: Error): string {
  if (error.name === "TimeoutError") return `nothing within ${PATIENCE} ms`;
  const cause = error.cause as { code?: string; message?: string } | undefined;
  return cause?.code ?? cause?.message ?? error.name;
}
