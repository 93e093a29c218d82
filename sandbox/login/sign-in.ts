import * as crypto from "node:crypto";
import { accountQuery } from "../emulator/signed-headers";
import { cognitoCall, type CognitoTarget } from "./cognito-call";
import { ensureUser } from "./ensure-user";

/** Who signs in, and for what. */
export interface SignInRequest extends CognitoTarget {
  poolId: string;
  /** A client with the authorization code flow. */
  clientId: string;
  /** Created when absent. Default `sandbox`. */
  user?: string;
  /** Default every scope that the client may ask for. */
  scopes?: string[];
}

/** What a sign-in gives, by the names of the token endpoint. */
export interface Tokens {
  access_token: string;
  id_token: string;
  refresh_token: string;
}

/**
 * Signs in as a page does: through the hosted login, with authorization code and PKCE. The hosted login of the emulator
 * asks for no second factor, so it works where MFA is on.
 *
 * @throws Error when the pool or the client is not there, or the client may not use the code flow or a scope
 */
export async function signIn(request: SignInRequest): Promise<Tokens> {
  const { poolId, clientId, endpoint, accountId, region } = request;
  // A page names no account; where there are several, the emulator has to be told.
  const whose = accountQuery(accountId, region);
  const { UserPoolClient: client } = await cognitoCall(request, "DescribeUserPoolClient", {
    UserPoolId: poolId,
    ClientId: clientId,
  });
  const redirect = (client.CallbackURLs as string[] | undefined)?.[0];
  if (!redirect)
    throw new Error(`Client ${clientId} has no callback URL; only a client with the code flow gets tokens.`);
  const { username, password } = await ensureUser(request, poolId, request.user ?? "sandbox");
  const verifier = crypto.randomBytes(32).toString("base64url");
  const asked = {
    client_id: clientId,
    response_type: "code",
    redirect_uri: redirect,
    scope: (request.scopes ?? (client.AllowedOAuthScopes as string[] | undefined) ?? []).join(" "),
    state: crypto.randomUUID(),
    code_challenge: crypto.createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  };

  const page = await fetch(`${endpoint}/oauth2/authorize?${whose}&${new URLSearchParams(asked).toString()}`, {
    redirect: "manual",
  });
  if (page.status !== 200) throw refused("The hosted login", page.headers.get("location") ?? (await page.text()));
  const login = await fetch(`${endpoint}/login?${whose}`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ ...asked, username, password }),
  });
  const location = login.headers.get("location");
  const code = location && new URL(location).searchParams.get("code");
  if (!code) throw refused("The sign-in", location ?? (await login.text()));

  const secret = client.ClientSecret as string | undefined;
  const answer = await fetch(`${endpoint}/oauth2/token?${whose}`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: clientId,
      ...(secret && { client_secret: secret }),
      code,
      redirect_uri: redirect,
      code_verifier: verifier,
    }),
  });
  const tokens = (await answer.json()) as Tokens & { error?: string; error_description?: string };
  if (!tokens.access_token) throw refused("The token endpoint", `${tokens.error}: ${tokens.error_description}`);
  return tokens;
}

function refused(who: string, why: string): Error {
  const text = why
    .replace(/<style>.*?<\/style>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
  return new Error(`${who} refused: ${text.trim().slice(0, 300)}`);
}
