import { DynamoDBClient, GetItemCommand, PutItemCommand, type AttributeValue } from "@aws-sdk/client-dynamodb";
import { DisableKeyCommand, EnableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import type { Envelope } from "../../../functions/shared/envelope/envelope";
import { signIn } from "../../../sandbox/login/sign-in";
import { parameterHistory } from "../../../tools/parameters/history";
import { restoreParameter } from "../../../tools/parameters/restore";
import { outputs, sandboxOk, token } from "../../support/sandbox";
import { jsonCall } from "./aws-call";
import { claimsOf, signedToken } from "./signed-token";

interface Answer {
  status: number;
  body: any;
}

/** The functions' own encryption, with the sandbox's KMS. */
function envelopeOf(table: string, keyArn: string): Envelope {
  const { endpoint, accountId, region } = outputs();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_KMS: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: "test",
  });
  // The client reads the environment when it is made.
  const module = require("../../../functions/shared/envelope/envelope") as { Envelope: typeof Envelope };
  return new module.Envelope({ table, keyArn });
}

describe("users API", function () {
  this.timeout(120_000);
  let url: string;
  let mine: string;
  let other: string;
  const client = () => {
    const { endpoint, accountId, region } = outputs();
    return { endpoint, region, credentials: { accessKeyId: accountId, secretAccessKey: "test" } };
  };

  before(async () => {
    ({ url } = outputs()["users"]);
    mine = await token("--user", "mine");
    other = await token("--user", "other");
  });

  async function call(method: string, authorization: string | undefined, body?: unknown): Promise<Answer> {
    const response = await fetch(`${url}/user`, {
      method,
      headers: {
        ...(authorization !== undefined && { authorization }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      body: typeof body === "string" ? body : body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  }
  const as = (accessToken: string) => (method: string, body?: unknown) => call(method, `Bearer ${accessToken}`, body);
  const item = async (accessToken: string): Promise<Record<string, AttributeValue> | undefined> => {
    const TableName = outputs()["users"].table as string;
    const { Item } = await new DynamoDBClient(client()).send(
      new GetItemCommand({ TableName, Key: { sub: { S: claimsOf(accessToken)["sub"]! } } }),
    );
    return Item;
  };
  const invocations = async (name: string) => (await sandboxOk("logs", name)).split("\n").length;

  it("stores, replaces, merges and removes the caller's attributes", async () => {
    const me = as(mine);
    await me("DELETE");
    expect((await me("GET")).body.error).to.include({ code: "UserNotFound" });
    const attributes = { displayName: `Zoë "Ζωή" O'Brien`, theme: "dark", size: 3, mails: true, tags: ["a", "数学"] };
    expect(await me("PUT", attributes)).to.deep.equal({ status: 201, body: attributes });
    expect(await me("PUT", attributes)).to.deep.equal({ status: 200, body: attributes });
    expect(await me("GET")).to.deep.equal({ status: 200, body: attributes });
    const merged = { ...attributes, theme: "light", locale: "en-GB", size: undefined };
    const answer = await me("POST", { theme: "light", locale: "en-GB", size: null });
    expect(answer).to.deep.equal({ status: 200, body: JSON.parse(JSON.stringify(merged)) });
    expect((await me("GET")).body).to.deep.equal(answer.body);
    expect(await me("DELETE")).to.deep.equal({ status: 204, body: undefined });
    expect(await me("DELETE")).to.deep.equal({ status: 204, body: undefined });
    expect((await me("GET")).status).to.equal(404);
  });

  it("makes the first attributes by merging too", async () => {
    await as(mine)("DELETE");
    const attributes = { theme: "dark", mobile: "+1 555 0100" };
    expect(await as(mine)("POST", { ...attributes, gone: null })).to.deep.equal({ status: 200, body: attributes });
    expect(await as(mine)("GET")).to.deep.equal({ status: 200, body: attributes });
  });

  it("shows and changes nobody else's record", async () => {
    await as(mine)("PUT", { theme: "mine" });
    await as(other)("PUT", { theme: "other" });
    await as(other)("POST", { size: 1 });
    expect((await as(mine)("GET")).body).to.deep.equal({ theme: "mine" });
    await as(other)("DELETE");
    expect((await as(mine)("GET")).body).to.deep.equal({ theme: "mine" });
    const { status, body } = await as(other)("PUT", { sub: claimsOf(mine)["sub"], theme: "stolen" });
    expect({ status, code: body.error.code }).to.deep.equal({ status: 400, code: "InvalidAttributes" });
    expect((await as(mine)("GET")).body).to.deep.equal({ theme: "mine" });
  });

  it("answers 401 without a token or with one that is not valid, and runs no function", async () => {
    await as(mine)("GET");
    const before = await invocations("getUser");
    const [head, body, signature] = mine.split(".") as [string, string, string];
    const claims = claimsOf(mine);
    const changed = (more: object) => Buffer.from(JSON.stringify({ ...claims, ...more })).toString("base64url");
    for (const authorization of [
      undefined,
      "",
      "Bearer",
      "Bearer not.a.token",
      `Bearer ${head}.${body}.${signature.slice(0, -4)}AAAA`,
      `Bearer ${head}.${changed({ sub: claimsOf(other)["sub"] })}.${signature}`,
      `Bearer ${head}.${changed({ exp: 9_999_999_999 })}.${signature}`,
      `Bearer ${signedToken(mine, { exp: Math.floor(Date.now() / 1000) - 1 })}`,
      `Bearer ${signedToken(mine, { iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Foreign00" })}`,
    ]) {
      const answer = await call("GET", authorization);
      expect(answer.status, authorization).to.equal(401);
      expect(answer.body.error).to.have.keys("code", "message", "requestId");
    }
    expect(await invocations("getUser")).to.equal(before);
    // The same forgery without a fault is let through, so that it is the fault which is refused.
    expect((await call("GET", `Bearer ${signedToken(mine, {})}`)).status).to.be.oneOf([200, 404]);
  });

  it("answers 401 without the scope that the method asks for", async () => {
    const reader = await token("--user", "mine", "--scope", "users/read");
    expect((await as(reader)("GET")).status).to.be.oneOf([200, 404]);
    for (const method of ["PUT", "POST"]) expect((await as(reader)(method, { theme: "x" })).status).to.equal(401);
    expect((await as(reader)("DELETE")).status).to.equal(401);
    const students = await token("--user", "mine", "--scope", "students/read");
    expect((await as(students)("GET")).status).to.equal(401);
  });

  it("refuses bodies that break the model or the schema, storing nothing", async () => {
    await as(mine)("PUT", { theme: "mine" });
    for (const body of ["not json", "[]", '{"a":{"b":1}}', { mobile: "call me" }, { createdAt: "x" }, { "a-b": 1 }]) {
      const answer = await as(mine)("PUT", body);
      expect(answer.status, JSON.stringify(body)).to.equal(400);
      expect(answer.body.error.code).to.be.a("string");
    }
    expect((await as(mine)("GET")).body).to.deep.equal({ theme: "mine" });
  });

  describe("sensitive attributes", () => {
    const secrets = { mobile: "+1 555 0100", birthdate: "1990-12-31" };

    it("are ciphertext in the table and clear text to their user", async () => {
      await as(mine)("PUT", { ...secrets, theme: "dark" });
      const stored = (await item(mine))!["attributes"]!.M!;
      expect(stored["theme"]).to.deep.equal({ S: "dark" });
      for (const [field, value] of Object.entries(secrets)) {
        expect(Object.keys(stored[field]!)).to.deep.equal(["B"]);
        expect(Buffer.from(stored[field]!.B!).includes(value)).to.equal(false);
      }
      expect((await as(mine)("GET")).body).to.deep.equal({ ...secrets, theme: "dark" });
    });

    it("cannot be read from a record they were copied to", async () => {
      await as(mine)("PUT", secrets);
      const copied = { ...(await item(mine))!, sub: { S: claimsOf(other)["sub"]! } };
      await new DynamoDBClient(client()).send(
        new PutItemCommand({ TableName: outputs()["users"].table as string, Item: copied }),
      );
      const { status, body } = await as(other)("GET");
      expect({ status, code: body.error.code }).to.deep.equal({ status: 500, code: "InternalError" });
      await as(other)("DELETE");
    });

    it("end with the key, and come back with it", async () => {
      const kms = new KMSClient(client());
      const { fieldsKey: KeyId, table } = outputs()["users"] as { fieldsKey: string; table: string };
      const place = { key: claimsOf(mine)["sub"]!, field: "mobile" };
      // Under a data key that no warm function has.
      const bytes = await envelopeOf(table, KeyId).encrypt("+1 555 0199", place);
      await as(mine)("PUT", { theme: "dark" });
      const Item = { ...(await item(mine))!, attributes: { M: { mobile: { B: bytes } } } };
      await new DynamoDBClient(client()).send(new PutItemCommand({ TableName: table, Item }));
      await kms.send(new DisableKeyCommand({ KeyId }));
      try {
        const { status, body } = await as(mine)("GET");
        expect({ status, code: body.error.code }).to.deep.equal({ status: 500, code: "InternalError" });
        expect(JSON.stringify(body)).not.to.contain("0199");
      } finally {
        await kms.send(new EnableKeyCommand({ KeyId }));
      }
      expect((await as(mine)("GET")).body).to.deep.equal({ mobile: "+1 555 0199" });
    });
  });

  describe("credentials for a token", () => {
    let identityPoolId: string;
    let provider: string;

    before(() => {
      const { identityPoolId: id, poolId } = outputs()["users"] as { identityPoolId: string; poolId: string };
      identityPoolId = id;
      provider = `cognito-idp.${outputs().region}.amazonaws.com/${poolId}`;
    });
    const exchange = (operation: string, input: object) =>
      jsonCall("cognito-identity", `AWSCognitoIdentityService.${operation}`, input);
    /** What a page has after the hosted login. */
    async function idToken(user: string): Promise<string> {
      const { endpoint, accountId, region } = outputs();
      const { poolId, clientId } = outputs()["users"] as { poolId: string; clientId: string };
      return (await signIn({ endpoint, accountId, region, poolId, clientId, user })).id_token;
    }
    async function exchanged(user: string) {
      const Logins = { [provider]: await idToken(user) };
      const { IdentityId } = await exchange("GetId", { IdentityPoolId: identityPoolId, Logins });
      const { Credentials } = await exchange("GetCredentialsForIdentity", { IdentityId, Logins });
      const credentials = {
        accessKeyId: Credentials.AccessKeyId as string,
        secretAccessKey: Credentials.SecretKey as string,
        sessionToken: Credentials.SessionToken as string,
      };
      return { IdentityId: IdentityId as string, credentials };
    }

    it("are those of the one role that the deployment made, an identity for each user, and read their item", async () => {
      await as(mine)("PUT", { theme: "mine" });
      const [me, again, another] = [await exchanged("mine"), await exchanged("mine"), await exchanged("other")];
      expect(me.IdentityId).to.equal(again.IdentityId);
      expect(me.IdentityId).not.to.equal(another.IdentityId);

      const { endpoint, region, accountId } = outputs();
      const sts = new STSClient({ endpoint, region, credentials: me.credentials });
      const { Arn, Account } = await sts.send(new GetCallerIdentityCommand({}));
      expect(Account).to.equal(accountId);
      const { Roles } = await exchange("GetIdentityPoolRoles", { IdentityPoolId: identityPoolId });
      const role = (Roles.authenticated as string).split("/").at(-1);
      expect(Arn).to.equal(`arn:aws:sts::${accountId}:assumed-role/${role}/CognitoIdentityCredentials`);

      const dynamodb = new DynamoDBClient({ endpoint, region, credentials: me.credentials });
      const { Item } = await dynamodb.send(
        new GetItemCommand({
          TableName: outputs()["users"].table as string,
          Key: { sub: { S: claimsOf(mine)["sub"]! } },
        }),
      );
      expect(Item!["attributes"]!.M).to.deep.equal({ theme: { S: "mine" } });
      sts.destroy();
      dynamodb.destroy();
    });

    it("come from a pool that asks the user pool about each token, and names the user in the session", async () => {
      const pool = await exchange("DescribeIdentityPool", { IdentityPoolId: identityPoolId });
      const { clientId: ClientId } = outputs()["users"] as { clientId: string };
      expect(pool["AllowUnauthenticatedIdentities"]).to.equal(false);
      expect(pool["CognitoIdentityProviders"]).to.deep.equal([
        { ProviderName: provider, ClientId, ServerSideTokenCheck: true },
      ]);
      const asked = { IdentityPoolId: identityPoolId, IdentityProviderName: provider };
      expect(await exchange("GetPrincipalTagAttributeMap", asked)).to.deep.include({
        PrincipalTags: { user: "sub" },
        UseDefaults: false,
      });
    });
  });

  it("takes its settings from Parameter Store, where an older version can be restored", async () => {
    const ssm = new SSMClient(client());
    const name = outputs()["users"].settings as string;
    const KeyId = (await parameterHistory(ssm, name))[0]!.keyId;
    const put = (Value: string) =>
      ssm.send(new PutParameterCommand({ Name: name, Value, Type: "SecureString", Overwrite: true, KeyId }));
    await put('{"maximumAttributes":7}');
    await put('{"maximumAttributes":1}');
    const { restored, current } = await restoreParameter(ssm, name);
    expect(restored).to.equal(current - 1);
    await restoreParameter(ssm, name, 1);
  });
});
