import { expect } from "chai";
import type { MappingRequest } from "../../../sandbox/mapping/mapping-request";
import { BackendError, runMapping, type BackendAnswer } from "../../../sandbox/mapping/run-mapping";

const URI =
  "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:fn:${stageVariables.alias}/invocations";

function request(change: Partial<MappingRequest> = {}, body = '{"a":1}'): MappingRequest {
  return {
    integration: {
      type: "AWS",
      uri: URI,
      passthroughBehavior: "WHEN_NO_TEMPLATES",
      requestTemplates: {
        "application/json":
          '{"roll":"$input.params(\'Roll\')","who":"$context.authorizer.principalId","body":$input.json(\'$\')}',
      },
      integrationResponses: {
        "200": {
          statusCode: "200",
          responseTemplates: {
            "application/json": "#set($context.responseOverride.status = $input.path('$.status'))$input.json('$.body')",
          },
          responseParameters: {
            "method.response.header.Access-Control-Allow-Origin": "'*'",
            "method.response.header.X-Id": "context.requestId",
          },
        },
        "500": {
          statusCode: "500",
          selectionPattern: "(.|\\n)+",
          responseTemplates: { "application/json": '{"error":"$context.requestId"}' },
        },
      },
    },
    apiId: "api",
    accountId: "111122223333",
    region: "eu-west-1",
    stage: "Dev",
    stageVariables: { alias: "live" },
    requestId: "id-1",
    resourceId: "r",
    resourcePath: "/add",
    httpMethod: "POST",
    path: "/add",
    headers: { "content-type": "application/json" },
    query: { Roll: ["1", "2"] },
    pathParameters: {},
    body: Buffer.from(body).toString("base64"),
    authorizer: { principalId: "ada" },
    identity: {},
    ...change,
  };
}

async function run(given: MappingRequest, answer: Partial<BackendAnswer> | Error = {}) {
  const calls: { uri: string; body: string }[] = [];
  const result = await runMapping(given, {
    lambda: async (_request, uri, body) => {
      calls.push({ uri, body });
      if (answer instanceof Error) throw answer;
      return { select: undefined, headers: {}, body: '{"status":404,"body":{"n":1}}', ...answer };
    },
  });
  return { calls, result, text: "body" in result ? Buffer.from(result.body, "base64").toString() : "" };
}

describe("runMapping", () => {
  it("maps the request, calls the alias of the stage, and maps the answer with its status and headers", async () => {
    const { calls, result, text } = await run(request());
    expect(calls).to.have.length(1);
    expect(calls[0]!.uri).to.contain("function:fn:live/invocations");
    expect(JSON.parse(calls[0]!.body)).to.deep.equal({ roll: "2", who: "ada", body: { a: 1 } });
    expect(result).to.include({ status: 404 });
    expect(result).to.have.nested.property("headers.Access-Control-Allow-Origin", "*");
    expect(result).to.have.nested.property("headers.X-Id", "id-1");
    expect(text).to.equal('{"n":1}');
  });

  it("answers a body that is not JSON with 400 and calls nothing", async () => {
    const { calls, result } = await run(request({}, "nonsense"));
    expect(calls).to.deep.equal([]);
    expect(result).to.have.nested.property("gatewayResponse.type", "BAD_REQUEST_BODY");
    expect(result)
      .to.have.nested.property("gatewayResponse.message")
      .that.matches(/^Could not parse request body into json: /);
  });

  it("selects an answer by the function's error, also over lines, and hides the error", async () => {
    const { result, text } = await run(request(), { select: "broken\nhere", body: '{"errorMessage":"secret"}' });
    expect(result).to.include({ status: 500 });
    expect(text).to.equal('{"error":"id-1"}');
  });

  it("gives the error to the default answer when no pattern matches", async () => {
    const given = request();
    given.integration.integrationResponses = { "200": { statusCode: "200" } };
    const { result, text } = await run(given, { select: "broken", body: '{"errorMessage":"broken"}' });
    expect(result).to.include({ status: 200 });
    expect(text).to.equal('{"errorMessage":"broken"}');
  });

  it("is a configuration error when no answer fits", async () => {
    const given = request();
    given.integration.integrationResponses = { "500": { statusCode: "500", selectionPattern: "x" } };
    expect((await run(given)).result).to.have.nested.property("gatewayResponse.type", "API_CONFIGURATION_ERROR");
  });

  it("hands on what the backend could not do", async () => {
    const { result } = await run(request(), new BackendError("INTEGRATION_FAILURE"));
    expect(result).to.have.nested.property("gatewayResponse.type", "INTEGRATION_FAILURE");
  });

  it("stops waiting at the integration's timeout", async () => {
    const given = request();
    given.integration.timeoutInMillis = 20;
    const result = await runMapping(given, { lambda: () => new Promise(() => undefined) });
    expect(result).to.have.nested.property("gatewayResponse.type", "INTEGRATION_TIMEOUT");
  });

  for (const [behaviour, contentType, expected] of [
    ["WHEN_NO_TEMPLATES", "text/plain", "refused"],
    ["NEVER", "text/plain", "refused"],
    ["WHEN_NO_MATCH", "text/plain", "passed"],
    ["NEVER", "application/json; charset=utf-8", "mapped"],
  ] as const) {
    it(`${behaviour} with ${contentType} is ${expected}`, async () => {
      const given = request({ headers: { "content-type": contentType } }, '{"a":2}');
      given.integration.passthroughBehavior = behaviour;
      const { calls, result } = await run(given);
      if (expected === "refused") {
        expect(result).to.have.nested.property("gatewayResponse.type", "UNSUPPORTED_MEDIA_TYPE");
        expect(calls).to.deep.equal([]);
      } else {
        expect(JSON.parse(calls[0]!.body)).to.deep.equal(
          expected === "passed" ? { a: 2 } : { roll: "2", who: "ada", body: { a: 2 } },
        );
      }
    });
  }

  it("answers a MOCK integration by its template's status", async () => {
    const given = request({ query: { fail: ["yes"] } });
    given.integration = {
      type: "MOCK",
      requestTemplates: {
        "application/json": "#if($input.params('fail') == 'yes'){\"statusCode\":503}#else{\"statusCode\":200}#end",
      },
      integrationResponses: {
        "200": { statusCode: "200" },
        "503": {
          statusCode: "503",
          selectionPattern: "5\\d{2}",
          responseTemplates: { "application/json": "$context.stage" },
        },
      },
    };
    const { result, text } = await run(given);
    expect(result).to.include({ status: 503 });
    expect(text).to.equal("Dev");
  });
});
