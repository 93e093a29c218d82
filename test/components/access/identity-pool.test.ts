import { expect } from "chai";
import { IdentityPool, type IdentityPoolArgs } from "../../../components/access/identity-pool";
import { UserPool } from "../../../components/access/user-pool";
import { Table } from "../../../components/data/table";
import { InputError } from "../../../components/input-error";
import { errorOf, record, recordBoth } from "../../support/record";
import { makeKey, statementsOf } from "../compute/support";

const POOL_ID = "identities-pool-id";
const PROVIDER = "cognito-idp.eu-west-1.amazonaws.com/people-pool-id";

const userPool = () =>
  new UserPool("people", {
    domainPrefix: "example-people",
    scopes: [],
    clients: [{ name: "web", callbackUrls: ["https://www.example.com/"], scopes: ["openid"] }],
  });
const make = (more: Partial<IdentityPoolArgs> = {}) =>
  new IdentityPool("identities", { userPool: userPool(), clients: ["web"], ...more });

describe("IdentityPool", () => {
  it("takes tokens of the named clients that were not revoked, and nobody without one", async () => {
    for (const { one } of await recordBoth(() => make())) {
      expect(one("aws:cognito/identityPool:IdentityPool", "identities-pool").inputs).to.deep.include({
        identityPoolName: "identities",
        allowUnauthenticatedIdentities: false,
        allowClassicFlow: false,
      });
    }
    const { one } = await record(() => make());
    expect(one("aws:cognito/identityPool:IdentityPool").inputs["cognitoIdentityProviders"]).to.deep.equal([
      { clientId: "people-web-id", providerName: PROVIDER, serverSideTokenCheck: true },
    ]);
  });

  it("gives one role, which Cognito alone can hand out, for this pool and signed-in users", async () => {
    const { one } = await record(() => make());
    expect(one("aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment").inputs).to.deep.equal({
      identityPoolId: POOL_ID,
      roles: {
        authenticated: "arn:aws:iam::111122223333:role/identities-role-id",
      },
    });
    expect(statementsOf(one("aws:iam/role:Role", "identities-role").inputs["assumeRolePolicy"])).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": POOL_ID },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
        },
      },
    ]);
  });

  it("puts the user's id on the session", async () => {
    const { one } = await record(() => make());
    const type = "aws:cognito/identityPoolProviderPrincipalTag:IdentityPoolProviderPrincipalTag";
    expect(one(type).inputs).to.deep.equal({
      identityPoolId: POOL_ID,
      identityProviderName: PROVIDER,
      useDefaults: false,
      principalTags: { user: "sub" },
    });
  });

  const granted = async (options?: Parameters<IdentityPool["grantOwnItems"]>[1]) => {
    const { one } = await record(() => {
      const table = new Table("users", {
        key: makeKey(),
        tableName: "Users",
        partitionKey: { name: "sub", type: "S" },
      });
      make().grantOwnItems(table, options);
    });
    return statementsOf(one("aws:iam/rolePolicy:RolePolicy", "identities-read-users").inputs["policy"]);
  };

  it("lets a user read items under their own id alone, of the user pool or of the identity pool", async () => {
    const [own, key, ...more] = await granted({ actions: ["dynamodb:GetItem"] });
    expect(own).to.deep.equal({
      Sid: "ReadItems",
      Effect: "Allow",
      Action: "dynamodb:GetItem",
      Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/Users",
      Condition: {
        "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["${aws:PrincipalTag/user}"] },
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    });
    expect(key).to.deep.include({ Sid: "UseKeyThroughDynamodb", Action: "kms:Decrypt" });
    expect(more).to.deep.equal([]);
    const [byIdentity] = await granted({ ownKey: "identityId" });
    expect(byIdentity!["Condition"]).to.deep.nested.include({
      "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["${cognito-identity.amazonaws.com:sub}"] },
    });
  });

  it("can do nothing that it was not granted", async () => {
    const { ofType } = await record(() => make());
    expect(ofType("aws:iam/rolePolicy:RolePolicy")).to.deep.equal([]);
    expect(ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")).to.deep.equal([]);
  });

  it("refuses Scan, clients that are not there, wildcards and a grant given twice", async () => {
    expect(
      await errorOf(() => granted({ actions: ["dynamodb:Scan" as never] })).then(({ message }) => message),
    ).to.match(/leave dynamodb:Scan out/);
    for (const [program, field] of [
      [() => make({ clients: [] }), "clients"],
      [() => make({ clients: ["app"] }), "clients"],
      [() => make({ poolName: "a/b" }), "poolName"],
      [() => make().grant("all", [{ sid: "All", actions: ["s3:*"], resources: ["*"] }]), 'grant "all"'],
      [
        () => {
          const identities = make();
          for (let turn = 0; turn < 2; turn++)
            identities.grant("twice", [{ sid: "A", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }]);
        },
        "grant",
      ],
    ] as [() => unknown, string][]) {
      expect(await errorOf(program))
        .to.be.instanceOf(InputError)
        .and.include({ field });
    }
  });
});
