import { expect } from "chai";
import { cognitoCall, type CognitoTarget } from "../../../sandbox/login/cognito-call";
import { signIn, type SignInRequest, type Tokens } from "../../../sandbox/login/sign-in";
import { newStudent, outputs, token } from "../../support/sandbox";
import { claimsOf, signedToken } from "./signed-token";

/** What the pool is made with, where configuration says nothing else. */
const ACCESS_TOKEN_SECONDS = 15 * 60;

describe("identity", function () {
  this.timeout(60_000);
  let target: CognitoTarget;
  let pool: { poolId: string; clientId: string };
  let tokens: Tokens;

  before(async () => {
    const { endpoint, accountId, region } = outputs();
    target = { endpoint, accountId, region };
    pool = outputs()["users"] as typeof pool;
    tokens = await signedIn();
  });

  const signedIn = (more: Partial<SignInRequest> = {}) =>
    signIn({ ...target, ...pool, user: "identity-test", ...more });
  /** Asks the token endpoint as a page does. */
  async function renew(refreshToken: string): Promise<{ status: number; body: Record<string, any> }> {
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: pool.clientId,
      refresh_token: refreshToken,
    });
    const answer = await fetch(`${target.endpoint}/oauth2/token`, { method: "POST", body });
    return { status: answer.status, body: (await answer.json()) as Record<string, any> };
  }
  /** Asks for a student nobody has, behind the Lambda authorizer: 404 with a token that is good. */
  async function statusWith(accessToken: string): Promise<number> {
    const { url, apiKey } = outputs()["students"] as { url: string; apiKey: string };
    const headers = { "x-api-key": apiKey, authorization: `Bearer ${accessToken}` };
    return (await fetch(`${url}/getstudentdetails?Roll=${newStudent().Roll}`, { headers })).status;
  }

  it("gives a signed-in person a token for its APIs, for a quarter of an hour", async () => {
    const claims = claimsOf(tokens.access_token);
    expect(claims).to.include({ token_use: "access", client_id: pool.clientId });
    expect(claims["iss"]).to.equal(`https://cognito-idp.${target.region}.amazonaws.com/${pool.poolId}`);
    expect(claims["exp"] - claims["iat"]).to.equal(ACCESS_TOKEN_SECONDS);
    expect(claims["scope"].split(" ")).to.include.members(["students/read", "students/write", "users/read"]);
    expect(await statusWith(tokens.access_token)).to.equal(404);
  });

  it("gives the scopes that were asked for and no other, and none that the client may not have", async () => {
    const reader = await signedIn({ scopes: ["students/read"] });
    expect(claimsOf(reader.access_token)["scope"]).to.equal("students/read");
    const refused = await signedIn({ scopes: ["students/read", "aws.cognito.signin.user.admin"] }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(refused).to.match(/invalid_scope/);
  });

  it("refuses a token that has expired, also by a second, and one with a claim of another pool or client", async () => {
    const now = Math.floor(Date.now() / 1000);
    const { access_token: accessToken } = tokens;
    // The same forgery without a fault is let through, so that it is the fault which is refused.
    expect(await statusWith(signedToken(accessToken, { jti: "another" }))).to.equal(404);
    for (const fault of [
      { exp: now - 1 },
      { exp: now - 86_400 },
      { iss: `https://cognito-idp.${target.region}.amazonaws.com/${target.region}_Foreign00` },
      { client_id: "another" },
      { token_use: "id" },
    ])
      expect(await statusWith(signedToken(accessToken, fault)), JSON.stringify(fault)).to.equal(401);
    expect(await statusWith(tokens.id_token), "the ID token").to.equal(401);
    expect(await statusWith(tokens.refresh_token), "the refresh token").to.equal(401);
  });

  it("renews a token without the person, and not any more once they have signed out", async () => {
    const { refresh_token: refreshToken } = await signedIn();
    const renewed = await renew(refreshToken);
    expect(renewed.status).to.equal(200);
    expect(claimsOf(renewed.body["access_token"])).to.include({ token_use: "access", client_id: pool.clientId });
    expect(await statusWith(renewed.body["access_token"])).to.equal(404);

    await cognitoCall(target, "RevokeToken", { Token: refreshToken, ClientId: pool.clientId });
    const refused = await renew(refreshToken);
    expect(refused.status).to.equal(400);
    expect(refused.body).to.have.property("error", "invalid_grant");
    // Others of the same person are not touched.
    expect((await renew(tokens.refresh_token)).status).to.equal(200);
  });

  it("lets nobody in who is not known or gives a wrong password, and says the same of both", async () => {
    const redirect = (await client())["CallbackURLs"][0] as string;
    const said = async (username: string) => {
      const body = new URLSearchParams({
        client_id: pool.clientId,
        response_type: "code",
        redirect_uri: redirect,
        scope: "students/read",
        username,
        password: "not-the-Passw0rd",
      });
      const answer = await fetch(`${target.endpoint}/login`, { method: "POST", redirect: "manual", body });
      expect(answer.headers.get("location") ?? "").not.to.contain("code=");
      return (await answer.text()).replaceAll(username, "");
    };
    await token("--user", "identity-known");
    expect(await said("identity-known@example.org")).to.equal(await said("nobody@example.org"));
  });

  async function client(): Promise<Record<string, any>> {
    const asked = { UserPoolId: pool.poolId, ClientId: pool.clientId };
    return (await cognitoCall(target, "DescribeUserPoolClient", asked))["UserPoolClient"] as Record<string, any>;
  }

  it("keeps the settings that no login here can show: a second factor, rotation, and no word about who exists", async () => {
    const { UserPool } = await cognitoCall(target, "DescribeUserPool", { UserPoolId: pool.poolId });
    expect(UserPool["MfaConfiguration"]).to.equal("ON");
    expect(UserPool["Policies"]["PasswordPolicy"]["MinimumLength"]).to.be.at.least(14);
    expect(await client()).to.include({ PreventUserExistenceErrors: "ENABLED", EnableTokenRevocation: true });
  });
});
