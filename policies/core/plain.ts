import type { Properties } from "./values";

/**
 * The properties behind the proxies that the policy SDK puts around them. Its proxy throws at the first unknown value that
 * is touched, and with that hides every violation beside it; the values behind it are told apart by the rules themselves.
 */
export function plain(properties: unknown): Properties {
  let current = properties as Record<string, unknown>;
  while (current && typeof current === "object" && current["__isSpecialProxy"] === true) {
    current = current["__getSpecialProxyTarget"] as Record<string, unknown>;
  }
  return current ?? {};
}
