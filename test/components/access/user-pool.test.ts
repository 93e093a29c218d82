import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { UserPool, type UserPoolArgs } from "../../../components/access/user-pool";
import { Key } from "../../../components/encryption/key";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, record, recordBoth, valueOf } from "../../support/record";

const POOL = "aws:cognito/userPool:UserPool";
const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
const PROVIDER = "aws:cognito/identityProvider:IdentityProvider";

const web = {
  name: "web",
  callbackUrls: ["https://www.example.com/", "http://localhost:3000/"],
  logoutUrls: ["https://www.example.com/"],
  scopes: ["openid", "email", "students/read", "students/write"],
};
const scopes = {
  identifier: "students",
  scopes: [
    { name: "read", description: "Read students" },
    { name: "write", description: "Add students" },
  ],
};

function make(more: Partial<UserPoolArgs> = {}): UserPool {
  return new UserPool("people", { domainPrefix: "example-students", scopes, clients: [web], ...more });
}

describe("UserPool", () => {
  it("asks for a second factor, long passwords and a proven address, with threat protection", async () => {
    const { one } = await record(() => make());
    const pool = one(POOL, "people-pool");
    expect(pool.inputs).to.deep.equal({
      name: "people",
      userPoolTier: "PLUS",
      usernameAttributes: ["email"],
      usernameConfiguration: { caseSensitive: false },
      autoVerifiedAttributes: ["email"],
      schemas: [
        {
          name: "email",
          attributeDataType: "String",
          required: true,
          mutable: true,
          stringAttributeConstraints: { minLength: "0", maxLength: "2048" },
        },
      ],
      mfaConfiguration: "ON",
      softwareTokenMfaConfiguration: { enabled: true },
      passwordPolicy: {
        minimumLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 1,
        passwordHistorySize: 24,
      },
      userPoolAddOns: { advancedSecurityMode: "ENFORCED" },
      adminCreateUserConfig: { allowAdminCreateUserOnly: false },
      accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
      emailConfiguration: { emailSendingAccount: "COGNITO_DEFAULT" },
      verificationMessageTemplate: { defaultEmailOption: "CONFIRM_WITH_CODE" },
      deletionProtection: "ACTIVE",
    });
    expect(pool).to.deep.include({ protect: true, retainOnDelete: true });
  });

  it("lets go of the users where told", async () => {
    const pool = (await record(() => make({ removal: "destroy" }))).one(POOL);
    expect(pool).to.deep.include({ protect: false, retainOnDelete: false });
    expect(pool.inputs["deletionProtection"]).to.equal("INACTIVE");
  });

  it("gives a browser short-lived tokens by code, without a secret", async () => {
    const { one } = await record(() => make());
    const client = one(CLIENT, "people-web");
    expect(client.inputs).to.deep.equal({
      userPoolId: "people-pool-id",
      name: "web",
      generateSecret: false,
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["code"],
      allowedOauthScopes: web.scopes,
      explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
      preventUserExistenceErrors: "ENABLED",
      enableTokenRevocation: true,
      authSessionValidity: 3,
      accessTokenValidity: 15,
      idTokenValidity: 15,
      refreshTokenValidity: 12,
      tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "hours" },
      callbackUrls: web.callbackUrls,
      logoutUrls: web.logoutUrls,
      supportedIdentityProviders: ["COGNITO"],
      readAttributes: ["email", "email_verified", "name"],
      writeAttributes: ["email", "name"],
    });
  });

  it("makes scopes before the clients that name them", async () => {
    const { one } = await record(() => make());
    const server = one("aws:cognito/resourceServer:ResourceServer", "people-students");
    expect(server.inputs).to.deep.equal({
      userPoolId: "people-pool-id",
      identifier: "students",
      name: "students",
      scopes: [
        { scopeName: "read", scopeDescription: "Read students" },
        { scopeName: "write", scopeDescription: "Add students" },
      ],
    });
    expect(one(CLIENT).dependsOn).to.include(server.urn);
  });

  it("gives a program a secret, which stays secret, and no person's flows", async () => {
    const { one, result } = await record(() =>
      make({
        clients: [
          web,
          { name: "loader", flows: ["client_credentials"], scopes: ["students/write"], accessTokenMinutes: 60 },
        ],
      }),
    );
    const { inputs } = one(CLIENT, "people-loader");
    expect(inputs).to.deep.include({
      generateSecret: true,
      allowedOauthFlows: ["client_credentials"],
      accessTokenValidity: 60,
    });
    expect(inputs).to.not.have.any.keys("callbackUrls", "supportedIdentityProviders", "readAttributes");
    expect(await pulumi.isSecret(result.clients["loader"]!.clientSecret!)).to.equal(true);
    expect(result.clients["web"]).to.not.have.property("clientSecret");
    expect(result.monitoring.alarms.map((alarm) => alarm.name)).to.deep.equal(["web-throttles"]);
  });

  it("offers social sign-in, whose secrets stay secret", async () => {
    const { one } = await record(() =>
      make({
        identityProviders: [
          { type: "Google", clientId: "google-id", clientSecret: "google-secret" },
          { type: "Facebook", clientId: "facebook-id", clientSecret: pulumi.output("facebook-secret") },
        ],
      }),
    );
    const google = one(PROVIDER, "people-google");
    expect(google.inputs).to.deep.equal({
      userPoolId: "people-pool-id",
      providerName: "Google",
      providerType: "Google",
      providerDetails: {
        client_id: "google-id",
        client_secret: "google-secret",
        authorize_scopes: "openid email profile",
      },
      attributeMapping: { email: "email", name: "name", username: "sub" },
    });
    // One secret value makes the whole map secret on its way to the engine.
    expect(google.secretInputs.join()).to.contain("providerDetails");
    expect(google.ignoreChanges).to.include("providerDetails.token_url");
    expect(one(PROVIDER, "people-facebook").inputs["attributeMapping"]).to.deep.include({ username: "id" });
    const client = one(CLIENT);
    expect(client.inputs["supportedIdentityProviders"]).to.deep.equal(["COGNITO", "Google", "Facebook"]);
    expect(client.dependsOn).to.include(google.urn);
  });

  it("has a hosted login and an issuer", async () => {
    const { one, result } = await record(() => make());
    expect(one("aws:cognito/userPoolDomain:UserPoolDomain", "people-domain").inputs).to.deep.equal({
      domain: "example-students",
      userPoolId: "people-pool-id",
    });
    expect(await valueOf(result.hostedLoginUrl)).to.equal("https://example-students.auth.eu-west-1.amazoncognito.com");
    expect(await valueOf(result.issuer)).to.equal("https://cognito-idp.eu-west-1.amazonaws.com/people-pool-id");
    expect(await valueOf(result.poolArn)).to.equal(
      "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_people-pool",
    );
    expect(await valueOf(result.clients["web"]!.clientId)).to.equal("people-web-id");
  });

  it("passes on what is configured", async () => {
    const { one } = await record(() =>
      make({
        poolName: "students",
        mfa: "OPTIONAL",
        selfSignUp: false,
        passwordPolicy: { minimumLength: 20, historySize: 5, temporaryPasswordDays: 3 },
        email: { from: "no-reply@example.com", identityArn: "arn:identity" },
        overrides: { pool: { smsAuthenticationMessage: "Code {####}", deletionProtection: "INACTIVE" } },
      }),
    );
    const { inputs } = one(POOL);
    expect(inputs).to.deep.include({
      name: "students",
      mfaConfiguration: "OPTIONAL",
      softwareTokenMfaConfiguration: { enabled: true },
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      emailConfiguration: {
        emailSendingAccount: "DEVELOPER",
        fromEmailAddress: "no-reply@example.com",
        sourceArn: "arn:identity",
      },
      smsAuthenticationMessage: "Code {####}",
      deletionProtection: "ACTIVE",
    });
    expect(inputs["passwordPolicy"]).to.deep.include({
      minimumLength: 20,
      passwordHistorySize: 5,
      temporaryPasswordValidityDays: 3,
      requireSymbols: true,
    });
  });

  it("turns off the second factor and threat protection only where that is said", async () => {
    const off = { mfa: "OFF", userPoolTier: "LITE", withoutThreatProtection: true } as const;
    const { inputs } = (await record(() => make(off))).one(POOL);
    expect(inputs).to.deep.include({ mfaConfiguration: "OFF", softwareTokenMfaConfiguration: { enabled: false } });
    expect(inputs).to.not.have.property("userPoolAddOns");
    expect(inputs["passwordPolicy"]).to.not.have.property("passwordHistorySize");
  });

  it("logs sign-ins to an encrypted group where told", async () => {
    const { one } = await record(() =>
      make({ key: new Key("system", { description: "Sign-ins" }), logSignIns: true, logRetentionDays: 30 }),
    );
    expect(one("aws:cloudwatch/logGroup:LogGroup", "people-sign-ins").inputs).to.deep.equal({
      name: "/aws/vendedlogs/cognito/people",
      retentionInDays: 30,
      kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/system-key-id",
    });
    expect(one("aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration").inputs).to.deep.equal({
      userPoolId: "people-pool-id",
      logConfigurations: [
        {
          eventSource: "userAuthEvents",
          logLevel: "INFO",
          cloudWatchLogsConfiguration: {
            logGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/vendedlogs/cognito/people",
          },
        },
      ],
    });
  });

  it("makes the same resources in preview", async () => {
    const [update, preview] = await recordBoth(() => make());
    expect(preview.all.map((each) => each.name).sort()).to.deep.equal(update.all.map((each) => each.name).sort());
  });

  it("alarms on metrics that Cognito publishes", async () => {
    const { alarms, widgets } = (await record(() => make().monitoring)).result;
    expect(alarms.map((alarm) => [alarm.name, alarm.threshold])).to.deep.equal([["web-throttles", 5]]);
    const metrics = [...alarms.map((each) => each.metric), ...widgets.flatMap((each) => each.metrics)];
    expect(metrics.map(metricProblem).filter(Boolean)).to.deep.equal([]);
    expect(await valueOf(pulumi.output((metrics[0] as { dimensions: object }).dimensions))).to.deep.equal({
      UserPool: "people-pool-id",
      UserPoolClient: "people-web-id",
    });
  });

  describe("refuses", () => {
    const client = (more: object) => ({ clients: [{ ...web, ...more }] });
    for (const [field, args] of [
      ["domainPrefix", { domainPrefix: "aws-students" }],
      ["domainPrefix", { domainPrefix: "Students" }],
      ["mfa", { mfa: "SOMETIMES" }],
      ["passwordPolicy.minimumLength", { passwordPolicy: { minimumLength: 8 } }],
      ["passwordPolicy.historySize", { passwordPolicy: { historySize: 25 } }],
      ["passwordPolicy.temporaryPasswordDays", { passwordPolicy: { temporaryPasswordDays: 0 } }],
      ["userPoolTier", { userPoolTier: "ESSENTIALS" }],
      ["key", { logSignIns: true }],
      ["logRetentionDays", { logRetentionDays: 2 }],
      ['scopes of "students"', { scopes: { identifier: "students", scopes: [] } }],
      ['scopes of "students"', { scopes: { identifier: "students", scopes: [{ name: "a b", description: "" }] } }],
      ["scopes.identifier", { scopes: { identifier: "the students", scopes: scopes.scopes } }],
      ["clients", { clients: [] }],
      ["clients", { clients: [web, web] }],
      ['clients "web": flows', client({ flows: ["implicit"] })],
      ['clients "web": flows', client({ flows: ["code", "client_credentials"] })],
      ['clients "web": scopes', client({ scopes: [] })],
      ['clients "web": scopes', client({ scopes: ["students/delete"] })],
      ['clients "web": scopes', client({ flows: ["client_credentials"], scopes: ["openid"] })],
      ['clients "web": callbackUrls', client({ callbackUrls: [] })],
      ['clients "web": callbackUrls and logoutUrls', client({ callbackUrls: ["http://www.example.com/"] })],
      ['clients "web": callbackUrls and logoutUrls', client({ callbackUrls: ["http://localhost.example.com/"] })],
      ['clients "web": callbackUrls and logoutUrls', client({ logoutUrls: ["https://www.example.com/#out"] })],
      ['clients "web": accessTokenMinutes', client({ accessTokenMinutes: 1441 })],
      ['clients "web": refreshTokenHours', client({ refreshTokenHours: 0 })],
      [
        "identityProviders",
        { identityProviders: Array(2).fill({ type: "Google", clientId: "id", clientSecret: "secret" }) },
      ],
    ] as const) {
      it(`${field} ${JSON.stringify(args).slice(0, 90)}`, async () => {
        const error = await errorOf(() => make(args as Partial<UserPoolArgs>));
        expect(error.message).to.contain(`platform:access:UserPool "people": ${field} is`);
      });
    }
  });
});
