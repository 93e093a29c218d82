import { expect } from "chai";
import { KeyedApi, type KeyedApiArgs } from "../../../components/api/keyed-api";
import { errorOf, record } from "../../support/record";
import { makeKey } from "../compute/support";

function makeApi(more: Partial<KeyedApiArgs> = {}): KeyedApi {
  return new KeyedApi("quotes", {
    description: "Quotes.",
    key: makeKey(),
    entry: "functions/keyed/ping.ts",
    path: "/quote",
    clients: ["shop", "app"],
    ...more,
  });
}

describe("KeyedApi", function () {
  this.timeout(60_000);

  it("asks each caller for a key, and for a signature unless told otherwise", async () => {
    const { one, ofType } = await record(() => makeApi());
    expect(one("aws:apigateway/method:Method").inputs).to.include({
      httpMethod: "GET",
      authorization: "AWS_IAM",
      apiKeyRequired: true,
    });
    expect(ofType("aws:apigateway/apiKey:ApiKey").map(({ inputs }) => inputs["name"])).to.deep.equal([
      "quotes-shop",
      "quotes-app",
    ]);
    expect(ofType("aws:apigateway/usagePlanKey:UsagePlanKey")).to.have.length(2);
    expect(one("aws:apigateway/usagePlan:UsagePlan").inputs).to.deep.include({
      quotaSettings: { limit: 10_000, period: "MONTH" },
      throttleSettings: { rateLimit: 10, burstLimit: 20 },
    });
    expect(one("aws:lambda/permission:Permission").inputs).to.include({
      function: "quotes",
      qualifier: "live",
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:eu-west-1:111122223333:quotes-api-api-id/*/GET/quote",
    });
  });

  it("takes tokens in place of signatures, or with a reason the key alone", async () => {
    const jwt = { pools: [{ userPoolId: "eu-west-1_AbCdEfGhI", clientIds: ["c"] }] };
    const tokens = await record(() => makeApi({ authorization: { kind: "jwt", jwt, scopes: ["quotes/read"] } }));
    expect(tokens.one("aws:apigateway/method:Method").inputs).to.include({
      authorization: "CUSTOM",
      apiKeyRequired: true,
    });
    const open = await record(() => makeApi({ authorization: { kind: "none", reason: "Prices are public." } }));
    expect(open.one("aws:apigateway/method:Method").inputs).to.include({ authorization: "NONE", apiKeyRequired: true });
  });

  it("watches API and function", async () => {
    const { result } = await record(() => makeApi());
    const names = result.monitoring.alarms.map(({ name }) => name);
    expect(names).to.include.members(["api-server-errors", "function-errors"]);
    expect(new Set(names).size).to.equal(names.length);
  });

  it("refuses to have no client, or one twice, or a key that was not given", async () => {
    expect((await errorOf(() => makeApi({ clients: [] }))).message).to.match(/clients.*name at least one/s);
    expect((await errorOf(() => makeApi({ clients: ["a", "a"] }))).message).to.match(/clients.*list each client once/s);
    expect((await errorOf(() => makeApi().apiKey("other"))).message).to.match(/use one of its keys: shop, app/);
    const open = await errorOf(() => makeApi({ authorization: { kind: "none", reason: " " } }));
    expect(open.message).to.match(/say why nobody needs to sign in/);
  });
});
