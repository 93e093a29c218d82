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
  #refreshToken;
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
    const tokens = await this.#ask({
      grant_type: "authorization_code",
      redirect_uri: here(),
      code: query.get("code"),
      code_verifier: pending.verifier,
    });
    this.#accept(tokens, pending.nonce);
  }

  /** Forgets the token, for example because the API no longer takes it. */
  end() {
    clearTimeout(this.#timer);
    this.#accessToken = undefined;
    this.#refreshToken = undefined;
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

  /** Gets tokens from the login. */
  async #ask(grant) {
    const response = await fetch(`${this.#userPool.loginUrl}/oauth2/token`, {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ client_id: this.#userPool.clientId, ...grant }),
    });
    if (!response.ok) throw new Error("The sign-in could not be completed. Please sign in again.");
    return response.json();
  }

  #accept(tokens, nonce) {
    const claims = claimsOf(tokens.id_token);
    if (claims.nonce !== nonce) throw new Error("The answer of the login was not for this page. Please sign in again.");
    this.name = claims.email ?? claims["cognito:username"];
    this.#keep(tokens);
    this.dispatchEvent(new Event("change"));
  }

  #keep({ access_token: accessToken, refresh_token: refreshToken, expires_in: seconds }) {
    this.#accessToken = accessToken;
    this.#refreshToken = refreshToken ?? this.#refreshToken;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#renew(), Math.max(0, seconds - MARGIN) * 1000);
  }

  /** Gets the next access token before this one ends; where the login gives none, the session ends. */
  async #renew() {
    const refreshToken = this.#refreshToken;
    try {
      if (!refreshToken) return this.end();
      const tokens = await this.#ask({ grant_type: "refresh_token", refresh_token: refreshToken });
      // Somebody who signed out meanwhile stays signed out.
      if (this.#refreshToken === refreshToken) this.#keep(tokens);
    } catch {
      if (this.#refreshToken === refreshToken) this.end();
    }
  }
}

/** This page's address as the user pool knows it: the first page by its name, however it was opened. */
function here() {
  return location.origin + location.pathname.replace(/\/$/, "/index.html");
}
