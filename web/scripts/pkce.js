/**
 * Text that nobody can guess: 32 random bytes as 43 characters of base64url.
 *
 * @returns {string}
 */
export function randomText() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/**
 * The challenge that goes with a verifier, RFC 7636 section 4.2.
 *
 * @param {string} verifier
 * @returns {Promise<string>}
 */
export async function challengeOf(verifier) {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

/**
 * The claims of a token that came straight from the login over TLS, which is why its signature is not checked here.
 *
 * @param {string} token
 * @returns {Record<string, unknown>}
 */
export function claimsOf(token) {
  const bytes = Uint8Array.from(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")), (character) =>
    character.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder().decode(bytes));
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}
