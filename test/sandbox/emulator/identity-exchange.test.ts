import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { runningEmulator } from "./running-emulator";

const scope = { accountId: "111122223333", region: "eu-west-1" };
const ROLE = "arn:aws:iam::111122223333:role/users-identities";
const PASSWORD = "Correct-horse-7";

/** What the component IdentityPool sets up, and an application then does with it. */
describe("the exchange of tokens for credentials in the emulator", function () {
  this.timeout(120_000);
  let endpoint: string;
  let provider: string;
  let client: string;
  let pool: string;

  async function call(service: "cognito-idp" | "cognito-identity", operation: string, input: object) {
    const target = service === "cognito-idp" ? "AWSCognitoIdentityProviderService" : "AWSCognitoIdentityService";
    const headers = {
      ...signedHeaders(service, scope),
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `${target}.${operation}`,
    };
    const answer = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify(input) });
    const text = await answer.text();
    expect(answer.status, `${operation}: ${text}`).to.equal(200);
    return JSON.parse(text || "{}") as Record<string, any>;
  }

  /** An ID token, as the hosted login gives one. */
  async function signedIn(Username: string): Promise<string> {
    const UserPoolId = provider.split("/")[1];
    await call("cognito-idp", "AdminCreateUser", { UserPoolId, Username, MessageAction: "SUPPRESS" });
    await call("cognito-idp", "AdminSetUserPassword", { UserPoolId, Username, Password: PASSWORD, Permanent: true });
    const { AuthenticationResult } = await call("cognito-idp", "InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: client,
      AuthParameters: { USERNAME: Username, PASSWORD },
    });
    return AuthenticationResult.IdToken as string;
  }

  before(async () => {
    endpoint = (await runningEmulator()).endpoint;
    const { UserPool } = await call("cognito-idp", "CreateUserPool", { PoolName: "exchange" });
    provider = `cognito-idp.eu-west-1.amazonaws.com/${UserPool.Id}`;
    const made = await call("cognito-idp", "CreateUserPoolClient", {
      UserPoolId: UserPool.Id,
      ClientName: "web",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    });
    client = made["UserPoolClient"].ClientId as string;
    const identities = await call("cognito-identity", "CreateIdentityPool", {
      IdentityPoolName: "users-identities",
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ ProviderName: provider, ClientId: client, ServerSideTokenCheck: true }],
    });
    pool = identities["IdentityPoolId"] as string;
    await call("cognito-identity", "SetIdentityPoolRoles", { IdentityPoolId: pool, Roles: { authenticated: ROLE } });
    await call("cognito-identity", "SetPrincipalTagAttributeMap", {
      IdentityPoolId: pool,
      IdentityProviderName: provider,
      UseDefaults: false,
      PrincipalTags: { user: "sub" },
    });
  });

  const identityOf = async (token: string) =>
    (await call("cognito-identity", "GetId", { IdentityPoolId: pool, Logins: { [provider]: token } }))[
      "IdentityId"
    ] as string;

  it("gives each user an identity of their own, always the same, and credentials of the pool's role", async () => {
    const [ada, bob] = [await signedIn("ada"), await signedIn("bob")];
    const identity = await identityOf(ada);
    expect(identity).to.match(/^eu-west-1:[0-9a-f-]{36}$/);
    expect(await identityOf(ada)).to.equal(identity);
    expect(await identityOf(bob)).not.to.equal(identity);

    const { Credentials } = await call("cognito-identity", "GetCredentialsForIdentity", {
      IdentityId: identity,
      Logins: { [provider]: ada },
    });
    const minutes = (Credentials.Expiration - Date.now() / 1000) / 60;
    expect(minutes).to.be.within(50, 61);
    const { ministackUrl } = await runningEmulator();
    const sts = new STSClient({
      endpoint: ministackUrl,
      region: scope.region,
      credentials: {
        accessKeyId: Credentials.AccessKeyId,
        secretAccessKey: Credentials.SecretKey,
        sessionToken: Credentials.SessionToken,
      },
    });
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).to.equal("arn:aws:sts::111122223333:assumed-role/users-identities/CognitoIdentityCredentials");
    sts.destroy();
  });

  it("keeps the attribute that names the user in the session", async () => {
    const asked = { IdentityPoolId: pool, IdentityProviderName: provider };
    expect(await call("cognito-identity", "GetPrincipalTagAttributeMap", asked)).to.deep.include({
      PrincipalTags: { user: "sub" },
      UseDefaults: false,
    });
  });
});
