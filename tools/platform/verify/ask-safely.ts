import type { Address } from "../../../functions/probe/address";
import { askAddress } from "../../../functions/probe/ask-address";

/** API Gateway does not answer in plain HTTP at all; nobody should wait long for that. */
const PATIENCE = 3000;

/**
 * Asks a public address as a stranger does: it must give its right answer, and nothing without TLS.
 *
 * @throws Error saying what is wrong
 */
export async function askSafely(address: Address): Promise<void> {
  await askAddress(address);
  if (address.url.startsWith("https://")) await refusesPlainHttp(address.url.replace("https:", "http:"));
}

/**
 * @param url begins with `http://`
 * @throws Error where it is answered, except by a refusal or by sending the caller to TLS
 */
export async function refusesPlainHttp(url: string): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return;
  }
  await answer.body?.cancel();
  const goesToTls = answer.headers.get("location")?.startsWith("https://") ?? false;
  if (answer.status < 300 || (answer.status < 400 && !goesToTls))
    throw new Error(`${url} is answered without TLS, by ${answer.status}`);
}
