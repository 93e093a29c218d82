import { createHash, randomBytes, randomUUID } from "node:crypto";
import { json, type Reply } from "./http";
import { loginPage } from "./login-page";
import { TOKEN_SECONDS, type TokenIssuer, type TokenSubject } from "./token-issuer";

/** A code that was given out and not yet turned into tokens. */
interface Grant extends TokenSubject {
  redirectUri: string;
  challenge: string;
  expires: number;
}

/** An app client of the local user pool. */
export interface LoginClient {
  clientId: string;
  /** Addresses that codes may be sent to; compared letter by letter. */
  callbackUrls: string[];
  scopes: string[];
}

/** Cognito's codes live this long, in milliseconds. */
const CODE_LIFETIME = 5 * 60 * 1000;

/**
 * The hosted login of a user pool, as far as a browser application needs it: authorization code with PKCE. Anyone may
 * sign in under any name, since everything it opens is in this process' memory.
 *
 * {@link https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html}
 */
export class LocalLogin {
  private readonly grants = new Map<string, Grant>();

  constructor(
    private readonly issuer: TokenIssuer,
    private readonly client: LoginClient,
  ) {}

  /**
   * Answers a request to the login.
   *
   * @param method GET or POST
   * @param path below the login's own address, for example `/oauth2/authorize`
   * @param query of the address
   * @param body of a POST
   * @returns undefined where there is no such page
   */
  answer(method: string, path: string, query: URLSearchParams, body: string): Reply | undefined {
    const form = new URLSearchParams(body);
    if (method === "GET" && path === "/oauth2/authorize") return this.authorize(query);
    if (method === "POST" && path === "/oauth2/authorize") return this.signIn(query, form);
    if (method === "POST" && path === "/oauth2/token") return this.token(form);
    if (method === "GET" && path === "/logout") return this.logOut(query);
    return undefined;
  }

  private authorize(query: URLSearchParams): Reply {
    const problem = this.problemWith(query);
    return problem ? json(400, { error: "invalid_request", error_description: problem }) : loginPage(query);
  }

  private signIn(query: URLSearchParams, form: URLSearchParams): Reply {
    const problem = this.problemWith(query);
    if (problem) return json(400, { error: "invalid_request", error_description: problem });
    const username = form.get("username")?.trim() ?? "";
    if (username === "" || username.length > 128) return loginPage(query, "Enter a user name of up to 128 characters.");
    const code = randomUUID();
    this.grants.set(code, {
      subject: subjectOf(username),
      username,
      clientId: this.client.clientId,
      scopes: query.get("scope")!.split(" "),
      nonce: query.get("nonce") ?? undefined,
      redirectUri: query.get("redirect_uri")!,
      challenge: query.get("code_challenge")!,
      expires: Date.now() + CODE_LIFETIME,
    });
    const target = new URL(query.get("redirect_uri")!);
    target.searchParams.set("code", code);
    if (query.get("state") !== null) target.searchParams.set("state", query.get("state")!);
    return { status: 302, headers: { location: target.href } };
  }

  private token(form: URLSearchParams): Reply {
    const grant = this.grants.get(form.get("code") ?? "");
    // A code works once, also where the request that brings it is wrong.
    this.grants.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const isValid =
      form.get("grant_type") === "authorization_code" &&
      grant?.challenge === challenge &&
      grant.expires > Date.now() &&
      grant.clientId === form.get("client_id") &&
      grant.redirectUri === form.get("redirect_uri");
    if (!isValid) return json(400, { error: "invalid_grant" });
    return json(200, {
      access_token: this.issuer.accessToken(grant),
      id_token: this.issuer.idToken(grant),
      token_type: "Bearer",
      expires_in: TOKEN_SECONDS,
    });
  }

  private logOut(query: URLSearchParams): Reply {
    const target = query.get("logout_uri");
    const isKnown = query.get("client_id") === this.client.clientId && this.client.callbackUrls.includes(target ?? "");
    return isKnown ? { status: 302, headers: { location: target! } } : json(400, { error: "invalid_request" });
  }

  private problemWith(query: URLSearchParams): string | undefined {
    if (query.get("client_id") !== this.client.clientId) return "client_id is not known";
    if (!this.client.callbackUrls.includes(query.get("redirect_uri") ?? "")) return "redirect_uri is not registered";
    if (query.get("response_type") !== "code") return "response_type must be code";
    if (query.get("code_challenge_method") !== "S256") return "code_challenge_method must be S256";
    if (!/^[\w-]{43}$/.test(query.get("code_challenge") ?? "")) return "code_challenge must be 43 characters";
    const scopes = (query.get("scope") ?? "").split(" ");
    const strange = scopes.find((scope) => scope !== "openid" && !this.client.scopes.includes(scope));
    return strange === undefined ? undefined : `scope ${JSON.stringify(strange)} is not known`;
  }
}

const salt = randomBytes(16);

/** The same for a name as long as the process runs, as a pool's `sub` is. */
function subjectOf(username: string): string {
  const digest = createHash("sha256").update(salt).update(username).digest("hex");
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
