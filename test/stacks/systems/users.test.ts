import { expect } from "chai";
import type { Recorded } from "../../support/record";
import { record } from "../../support/record";
import { workload } from "../../../stacks/workload";
import { load, platformYaml } from "../config/fixture";
import { roleDocument, type Statement } from "./platform";

const ARN = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;
const FIELDS_KEY = ARN("kms", "key/users-fields-key-id");
const TABLE = ARN("dynamodb", "table/users-table-id");
const SETTINGS = ARN("ssm", "parameter/dev/users/settings");

/** For stacks without the pages, whose address is otherwise where a sign-in comes back to. */
const ORIGIN = { "platform:allowedOrigins": '["https://app.example.com"]' };

function recordUsers(systems: object, more: object = {}): Promise<Recorded<unknown>> {
  const { environment } = load({ "platform:systems": JSON.stringify(systems), ...more }, platformYaml);
  return record(() => workload(environment), {
    call: (token: string) =>
      token === "aws:secretsmanager/getSecretVersion:getSecretVersion" ? { secretString: "from-the-store" } : undefined,
  } as never);
}

describe("users", function () {
  this.timeout(60_000);
  let platform: Recorded<unknown>;
  before(async () => {
    platform = await recordUsers({ identity: {}, students: {}, users: {}, web: {} });
  });

  /** What a function may do beside logging, tracing, its environment and the undeliverable queue. */
  const own = (fn: string): Statement[] =>
    Object.entries(roleDocument(platform, fn))
      .filter(([name]) => !/^(write-logs|send-traces|decrypt-environment|send-)/.test(name))
      .flatMap(([, statements]) => statements)
      .filter(({ Sid }) => !Sid.startsWith("UseKeyThrough"));
  const fields = {
    StringEquals: {
      "kms:EncryptionContext:table": "users-table-id",
      "kms:EncryptionContext:field": ["mobile", "birthdate"],
    },
  };
  const decrypt = {
    Sid: "DecryptFields",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: FIELDS_KEY,
    Condition: fields,
  };
  const encrypt = { ...decrypt, Sid: "EncryptFields", Action: "kms:GenerateDataKey" };
  const settings = { Sid: "ReadParameter", Effect: "Allow", Action: "ssm:GetParameter", Resource: SETTINGS };
  const items = (Sid: string, Action: string | string[]) => ({ Sid, Effect: "Allow", Action, Resource: TABLE });

  it("lets each verb do its own, and nothing of the others", () => {
    expect(own("get-user")).to.have.deep.members([items("ReadItems", "dynamodb:GetItem"), decrypt]);
    expect(own("replace-user")).to.have.deep.members([items("WriteItems", "dynamodb:PutItem"), encrypt, settings]);
    expect(own("merge-user")).to.have.deep.members([
      items("ReadWriteItems", ["dynamodb:GetItem", "dynamodb:PutItem"]),
      encrypt,
      decrypt,
      settings,
    ]);
    expect(own("remove-user")).to.have.deep.members([items("WriteItems", "dynamodb:DeleteItem")]);
  });

  it("names the key of the fields in no other statement, so that clear text needs the condition", () => {
    for (const fn of ["get-user", "replace-user", "merge-user", "remove-user"]) {
      const statements = Object.values(roleDocument(platform, fn)).flat();
      const named = statements.filter(({ Resource }) => [Resource].flat().includes(FIELDS_KEY));
      expect(named.every(({ Condition }) => Condition?.["StringEquals"]?.["kms:EncryptionContext:table"])).to.equal(
        true,
      );
    }
    const policy = platform.one("aws:kms/key:Key", "users-fields-key").inputs["policy"] as string;
    const { Statement } = JSON.parse(policy) as { Statement: { Sid: string }[] };
    expect(Statement.map(({ Sid }) => Sid)).to.deep.equal(["AllowAccountPolicies"]);
  });

  it("has Cognito check each method, with a scope, and keeps no decision beyond its token", () => {
    const methods = platform
      .ofType("aws:apigateway/method:Method")
      .filter(({ name, inputs }) => name.startsWith("users-api-") && inputs["httpMethod"] !== "OPTIONS");
    expect(methods.map(({ inputs }) => [inputs["httpMethod"], inputs["authorizationScopes"]])).to.have.deep.members([
      ["GET", ["users/read"]],
      ["PUT", ["users/write"]],
      ["POST", ["users/write"]],
      ["DELETE", ["users/write"]],
    ]);
    for (const { inputs } of methods) {
      expect(inputs).to.include({
        authorization: "COGNITO_USER_POOLS",
        authorizerId: "users-api-cognito-id",
        requestValidatorId: "users-api-full-validator-id",
      });
    }
    expect(platform.one("aws:apigateway/authorizer:Authorizer", "users-api-cognito").inputs).to.deep.include({
      type: "COGNITO_USER_POOLS",
      identitySource: "method.request.header.Authorization",
      providerArns: [ARN("cognito-idp", "userpool/eu-west-1_identity-pool")],
      authorizerResultTtlInSeconds: 0,
    });
  });

  it("keeps the settings encrypted, and an operator's value", () => {
    const parameter = platform.one("aws:ssm/parameter:Parameter", "users-settings-parameter");
    expect(parameter.inputs).to.include({
      name: "/dev/users/settings",
      type: "SecureString",
      value: '{"maximumAttributes":50}',
    });
    expect(parameter.ignoreChanges).to.deep.equal(["value"]);
  });

  it("gives functions names and ARNs, and no value of a setting or secret", () => {
    const variables = (name: string) => {
      const { environment } = platform.one("aws:lambda/function:Function", `${name}-function`).inputs as {
        environment: { variables: Record<string, string> };
      };
      return Object.fromEntries(Object.entries(environment.variables).filter(([key]) => !key.startsWith("POWERTOOLS")));
    };
    const reading = { TABLE_NAME: "users-table-id", FIELDS_KEY_ARN: FIELDS_KEY };
    expect(variables("get-user")).to.deep.equal(reading);
    expect(variables("replace-user")).to.deep.equal({ ...reading, SETTINGS_PARAMETER: "/dev/users/settings" });
    expect(variables("merge-user")).to.deep.equal({ ...reading, SETTINGS_PARAMETER: "/dev/users/settings" });
    expect(variables("remove-user")).to.deep.equal({ TABLE_NAME: "users-table-id" });
  });

  it("tells the pages where it is, and lets them connect there", () => {
    const config = platform.one("aws:s3/bucketObjectv2:BucketObjectv2", "web-file-config.json").inputs["content"];
    const { usersUrl } = JSON.parse(config as string) as { usersUrl: string };
    expect(usersUrl).to.match(/users-api/);
    const headers = platform.one("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy").inputs;
    expect(JSON.stringify(headers)).to.contain(new URL(usersUrl).origin);
  });

  it("leaves the pages as they are where it is off", async () => {
    const without = await recordUsers({ identity: {}, students: {}, web: {} });
    expect(without.ofType("platform:api:RestApi").map(({ name }) => name)).to.deep.equal(["students-api"]);
    const headers = without.one("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy").inputs;
    expect(JSON.stringify(headers)).not.to.contain("users-api");
  });

  it("exchanges tokens for credentials of one's own record only where that is asked for", async () => {
    expect(platform.ofType("aws:cognito/identityPool:IdentityPool")).to.deep.equal([]);
    const { one } = await recordUsers({ identity: {}, users: { identityPool: true } }, ORIGIN);
    const policy = one("aws:iam/rolePolicy:RolePolicy", "users-identities-read-users").inputs["policy"] as string;
    const { Statement } = JSON.parse(policy) as { Statement: Statement[] };
    expect(Statement[0]).to.deep.include({ Action: "dynamodb:GetItem", Resource: TABLE });
    expect(JSON.stringify(Statement)).to.contain("${aws:PrincipalTag/user}").and.not.contain(FIELDS_KEY);
  });

  it("lets people sign in with Google, with a secret that comes from Secrets Manager", async () => {
    const google = { type: "Google", clientId: "app.example", secret: "dev/google" };
    const recorded = await recordUsers({ identity: { identityProviders: [google] }, users: {} }, ORIGIN);
    const provider = recorded.one("aws:cognito/identityProvider:IdentityProvider");
    expect(provider.inputs["providerDetails"]).to.include({
      client_id: "app.example",
      client_secret: "from-the-store",
    });
    expect(provider.secretInputs.join()).to.contain("providerDetails");
    const client = recorded.one("aws:cognito/userPoolClient:UserPoolClient", "identity-web").inputs;
    expect(client["supportedIdentityProviders"]).to.deep.equal(["COGNITO", "Google"]);
  });

  it("takes the times of tokens and sign-up from the configuration", async () => {
    const { one } = await recordUsers(
      { identity: { accessTokenMinutes: 5, refreshTokenHours: 1, selfSignUp: false } },
      ORIGIN,
    );
    expect(one("aws:cognito/userPoolClient:UserPoolClient").inputs).to.include({
      accessTokenValidity: 5,
      idTokenValidity: 5,
      refreshTokenValidity: 1,
    });
    expect(one("aws:cognito/userPool:UserPool").inputs["adminCreateUserConfig"]).to.deep.equal({
      allowAdminCreateUserOnly: true,
    });
  });
});
