import {
  CognitoIdentityProviderClient,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  SetUserPoolMfaConfigCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { JwtRsaVerifier } from "aws-jwt-verify";
import { expect } from "chai";
import type { Emulator } from "../../../sandbox/emulator/emulator";
import { createToken } from "../../../sandbox/login/create-token";
import { ensureUser } from "../../../sandbox/login/ensure-user";
import { clientSettings } from "../emulator/create-function";
import { runningEmulator } from "../emulator/running-emulator";

const CALLBACK = "http://localhost:3000/";

describe("createToken", function () {
  this.timeout(180_000);
  let emulator: Emulator;
  let poolId: string;
  let clientId: string;

  before(async () => {
    emulator = await runningEmulator();
    const cognito = new CognitoIdentityProviderClient(clientSettings(emulator));
    const { UserPool } = await cognito.send(
      new CreateUserPoolCommand({
        PoolName: "login",
        UsernameAttributes: ["email"],
        Policies: {
          PasswordPolicy: {
            MinimumLength: 14,
            RequireLowercase: true,
            RequireNumbers: true,
            RequireSymbols: true,
            RequireUppercase: true,
          },
        },
      }),
    );
    poolId = UserPool!.Id!;
    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: poolId,
        MfaConfiguration: "ON",
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    const scopes = ["read", "write"].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }));
    await cognito.send(
      new CreateResourceServerCommand({ UserPoolId: poolId, Identifier: "students", Name: "students", Scopes: scopes }),
    );
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: poolId,
        ClientName: "web",
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ["code"],
        AllowedOAuthScopes: ["openid", "students/read", "students/write"],
        CallbackURLs: [CALLBACK],
      }),
    );
    clientId = UserPoolClient!.ClientId!;
  });

  const scopesOf = (token: string) =>
    (JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as { scope: string }).scope
      .split(" ")
      .sort();

  it("makes a user and gets an access token with every scope, which the pool's keys verify, with MFA on", async () => {
    const token = await createToken({ ...emulator, poolId, clientId, user: "ada" });
    expect(scopesOf(token)).to.deep.equal(["openid", "students/read", "students/write"]);
    const jwks = await (await fetch(`${emulator.endpoint}/${poolId}/.well-known/jwks.json`)).json();
    const verifier = JwtRsaVerifier.create({
      issuer: `https://cognito-idp.${emulator.region}.amazonaws.com/${poolId}`,
      audience: null,
    });
    verifier.cacheJwks(jwks as never);
    const payload = await verifier.verify(token);
    expect(payload).to.include({ token_use: "access", client_id: clientId });
  });

  it("gets only the scopes that were asked for, again for the same user", async () => {
    const token = await createToken({ ...emulator, poolId, clientId, user: "ada", scopes: ["students/read"] });
    expect(scopesOf(token)).to.deep.equal(["students/read"]);
  });

  it("is refused a scope that the client may not have", async () => {
    let message = "";
    await createToken({ ...emulator, poolId, clientId, scopes: ["students/admin"] }).catch(
      (error: Error) => (message = error.message),
    );
    expect(message).to.contain("invalid_scope");
  });

  it("rests on a login that wants the password and the code's verifier", async () => {
    const { username, password } = await ensureUser(emulator, poolId, "grace");
    const asked = {
      client_id: clientId,
      response_type: "code",
      redirect_uri: CALLBACK,
      scope: "openid",
      code_challenge: "x".repeat(43),
      code_challenge_method: "S256",
    };
    const login = (given: string) =>
      fetch(`${emulator.endpoint}/login`, {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams({ ...asked, username, password: given }),
      });
    expect((await login("wrong")).headers.get("location")).to.equal(null);
    const code = new URL((await login(password)).headers.get("location")!).searchParams.get("code")!;
    const exchange = await fetch(`${emulator.endpoint}/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: clientId,
        code,
        redirect_uri: CALLBACK,
        code_verifier: "y".repeat(43),
      }),
    });
    expect(exchange.status).to.equal(400);
  });
});
