import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator } from "../../../sandbox/emulator/emulator";
import { apiGateway, createApi, type TestApi } from "./create-api";
import { createFunction } from "./create-function";
import { runningEmulator } from "./running-emulator";

const JSON_BODY = { "content-type": "application/json" };
const MOCK = { type: "MOCK", requestTemplates: { "application/json": '{"statusCode":200}' } };
const ANSWER = { 200: { responseTemplates: { "application/json": '{"by":"$context.authorizer.made"}' } } };

/** Allows everything, and denies it from the second on that the token names. */
const AUTHORIZER = `exports.handler = async ({ authorizationToken, methodArn }) => {
  const [api, stage] = methodArn.split("/");
  const statement = (more) => ({ Action: "execute-api:Invoke", Resource: api + "/" + stage + "/*", ...more });
  const end = new Date(Number(authorizationToken) * 1000).toISOString();
  return {
    principalId: "user",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [
        statement({ Effect: "Allow" }),
        statement({ Effect: "Deny", Condition: { DateGreaterThanEquals: { "aws:CurrentTime": end } } }),
      ],
    },
    context: { made: String(Date.now()) },
  };
};`;

describe("what API Gateway checks before it passes a request on", function () {
  this.timeout(180_000);
  let emulator: Emulator;
  const apis: TestApi[] = [];
  before(async () => {
    emulator = await runningEmulator();
  });
  // Other tests have an API with the same path, and whoever forwards takes the first.
  after(async () => {
    for (const { apiId } of apis) await apiGateway(emulator, "DELETE", `/restapis/${apiId}`);
  });

  async function mockApi(): Promise<TestApi> {
    const api = await createApi(emulator, MOCK, ANSWER);
    apis.push(api);
    return api;
  }

  async function change(api: TestApi, method: object): Promise<void> {
    await apiGateway(emulator, "DELETE", api.method);
    await apiGateway(emulator, "PUT", api.method, { authorizationType: "NONE", ...method });
    await apiGateway(emulator, "PUT", `${api.method}/integration`, MOCK);
    await apiGateway(emulator, "PUT", `${api.method}/responses/200`, {});
    await apiGateway(emulator, "PUT", `${api.method}/integration/responses/200`, ANSWER[200]);
    await apiGateway(emulator, "POST", `/restapis/${api.apiId}/deployments`, { stageName: "Dev" });
  }

  it("a required parameter that is blank is as good as none", async () => {
    const api = await mockApi();
    const validator = await apiGateway(emulator, "POST", `/restapis/${api.apiId}/requestvalidators`, {
      name: "parameters",
      validateRequestParameters: true,
    });
    await change(api, {
      requestValidatorId: validator.id,
      requestParameters: { "method.request.querystring.Roll": true },
    });
    const post = async (query: string) => {
      const answer = await fetch(`${api.url}/add${query}`, { method: "POST", body: "{}", headers: JSON_BODY });
      return [answer.status, ((await answer.json()) as { message?: string }).message];
    };
    const missing = [400, "Missing required request parameters: [Roll]"];
    expect(await post("")).to.deep.equal(missing);
    expect(await post("?Roll=")).to.deep.equal(missing);
    expect(await post("?Roll")).to.deep.equal(missing);
    expect(await post("?Roll=1")).to.deep.equal([200, undefined]);
    expect(await post("?Roll=&Roll=1")).to.deep.equal([200, undefined]);
  });

  it("a policy that it keeps is judged anew for each request, conditions too", async () => {
    const arn = await createFunction(emulator, "until", AUTHORIZER);
    const api = await mockApi();
    const authorizer = await apiGateway(emulator, "POST", `/restapis/${api.apiId}/authorizers`, {
      name: "until",
      type: "TOKEN",
      authorizerUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}:live/invocations`,
      identitySource: "method.request.header.Authorization",
      authorizerResultTtlInSeconds: 300,
    });
    await change(api, { authorizationType: "CUSTOM", authorizerId: authorizer.id });
    const end = Math.ceil(Date.now() / 1000) + 4;
    const post = () =>
      fetch(`${api.url}/add`, { method: "POST", body: "{}", headers: { ...JSON_BODY, authorization: String(end) } });
    const first = await post();
    expect(first.status).to.equal(200);
    const { by } = (await first.json()) as { by: string };
    expect(await (await post()).json()).to.deep.equal({ by });
    await sleep(end * 1000 - Date.now() + 50);
    expect((await post()).status).to.equal(403);
  });
});
