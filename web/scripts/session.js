import { challengeOf, claimsOf, randomText } from "./pkce.js";

/** What a sign-in needs on its way back. Holds no token; removed as soon as it is read. */
const PENDING = "sign-in";

/** Seconds before a token ends in which it is no longer used. */
const MARGIN = 30;

/**
 * Who is signed in: authorization code with PKCE through the hosted login. Tokens live in this object only, so they are
 * gone with the page.
 */
export class Session extends EventTarget {
  #userPool;
  #accessToken;
  #timer;

  /** @type {string | undefined} */
  name;

  /** @param {import("./config.js").Config["userPool"]} userPool */
  constructor(userPool) {
    super();
    this.#userPool = userPool;
  }

  /** The access token, or undefined where nobody is signed in. */
  get accessToken() {
    return this.#accessToken;
  }

  /** Leaves for the hosted login, which comes back to this page. */
  async signIn() {
    const pending = { verifier: randomText(), state: randomText(), nonce: randomText(), asked: location.hash };
    sessionStorage.setItem(PENDING, JSON.stringify(pending));
    const query = new URLSearchParams({
      response_type: "code",
      client_id: this.#userPool.clientId,
      redirect_uri: here(),
      scope: this.#userPool.scopes.join(" "),
      state: pending.state,
      nonce: pending.nonce,
      code_challenge_method: "S256",
      code_challenge: await challengeOf(pending.verifier),
    });
    location.assign(`${this.#userPool.loginUrl}/oauth2/authorize?${query}`);
  }

  /**
   * Ends a sign-in, where this page was opened by the hosted login; else does nothing.
   *
   * @throws {Error} where the login refused, or the answer does not belong to what this page asked
   */
  async resume() {
    const query = new URLSearchParams(location.search);
    if (!query.has("code") && !query.has("error")) return;
    const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? "{}");
    sessionStorage.removeItem(PENDING);
    const isOurs = pending.state !== undefined && query.get("state") === pending.state;
    // The code must not stay in the address bar or the history; what was asked for before the sign-in comes back.
    history.replaceState(null, "", location.pathname + ((isOurs && pending.asked) || ""));
    if (!isOurs) throw new Error("This sign-in was not started here. Please sign in again.");
    if (query.has("error")) {
      throw new Error(query.get("error_description") ?? "The sign-in was refused. Please try again.");
    }
    this.#accept(await this.#redeem(query.get("code"), pending.verifier), pending.nonce);
  }

  /** Forgets the token, for example because the API no longer takes it. */
  end() {
    clearTimeout(this.#timer);
    this.#accessToken = undefined;
    this.name = undefined;
    this.dispatchEvent(new Event("change"));
  }

  /** Forgets the token and ends the session at the hosted login, which comes back to the first page. */
  signOut() {
    this.end();
    const query = new URLSearchParams({
      client_id: this.#userPool.clientId,
      logout_uri: `${location.origin}/index.html`,
    });
    location.assign(`${this.#userPool.loginUrl}/logout?${query}`);
  }

  async #redeem(code, verifier) {
    const response = await fetch(`${this.#userPool.loginUrl}/oauth2/token`, {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: this.#userPool.clientId,
        redirect_uri: here(),
        code,
        code_verifier: verifier,
      }),
    });
    if (!response.ok) throw new Error("The sign-in could not be completed. Please sign in again.");
    return response.json();
  }

  #accept({ access_token: accessToken, id_token: idToken, expires_in: seconds }, nonce) {
    const claims = claimsOf(idToken);
    if (claims.nonce !== nonce) throw new Error("The answer of the login was not for this page. Please sign in again.");
    this.#accessToken = accessToken;
    this.name = claims.email ?? claims["cognito:username"];
    this.#timer = setTimeout(() => this.end(), Math.max(0, seconds - MARGIN) * 1000);
    this.dispatchEvent(new Event("change"));
  }
}

/** This page's address as the user pool knows it: the first page by its name, however it was opened. */
function here() {
  return location.origin + location.pathname.replace(/\/$/, "/index.html");
}
