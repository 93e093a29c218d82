import { expect } from "chai";
import { render } from "velocityjs";
import type { CorsArgs } from "../../../components/api/cors";
import { mock } from "../../../components/api/integrations";
import type { RestApi, Route } from "../../../components/api/rest-api";
import { record, type Recorded } from "../../support/record";
import { plainApi } from "./example-api";

const ANSWER = "students-post-a-200-integration";
const PREFLIGHT = "students-options-a-204-integration";

const one: CorsArgs = { allowOrigins: ["https://students.example.org"] };
const several: CorsArgs = { allowOrigins: ["https://a.example.org", "https://b.example.org"] };

function api(cors: CorsArgs | undefined, route: Partial<Route> = {}): Promise<Recorded<RestApi>> {
  const routes: Route[] = [{ method: "POST", path: "/a", authorizer: "iam", integration: mock(), ...route }];
  return record(() => plainApi({ cors, routes }));
}

function integrationResponse(run: Recorded<RestApi>, name: string): Record<string, Record<string, string>> {
  return run.one("aws:apigateway/integrationResponse:IntegrationResponse", name).inputs as never;
}

describe("CORS of a RestApi", () => {
  it("answers the preflight from the gateway, without authorizer and key", async () => {
    const run = await api(one, { requestParameters: { "querystring.Roll": true, "header.X-Trace": false } });
    const at = { restApi: "students-api-id", resourceId: "students-a-id", httpMethod: "OPTIONS" };
    expect(run.one("aws:apigateway/method:Method", "students-options-a").inputs).to.deep.equal({
      ...at,
      authorization: "NONE",
      apiKeyRequired: false,
    });
    expect(run.one("aws:apigateway/integration:Integration", "students-options-a-integration").inputs).to.deep.equal({
      ...at,
      type: "MOCK",
      passthroughBehavior: "WHEN_NO_TEMPLATES",
      requestTemplates: { "application/json": '{"statusCode":204}' },
    });
    expect(integrationResponse(run, PREFLIGHT)).to.deep.equal({
      ...at,
      statusCode: "204",
      responseParameters: {
        "method.response.header.Access-Control-Allow-Origin": "'https://students.example.org'",
        "method.response.header.Access-Control-Allow-Methods": "'OPTIONS,POST'",
        "method.response.header.Access-Control-Allow-Headers": "'Authorization,Content-Type,X-Api-Key,X-Trace'",
        "method.response.header.Access-Control-Max-Age": "'600'",
      },
    });
  });

  it("puts the origin on every answer of an integration and of the gateway", async () => {
    const run = await api(one);
    const answers = run.ofType("aws:apigateway/integrationResponse:IntegrationResponse");
    expect(answers).to.have.length(2);
    for (const { inputs, name } of answers) {
      expect(inputs["responseParameters"], name).to.include({
        "method.response.header.Access-Control-Allow-Origin": "'https://students.example.org'",
      });
    }
    const own = run.ofType("aws:apigateway/response:Response");
    expect(own.map(({ inputs }) => inputs["responseType"])).to.include.members(["DEFAULT_4XX", "DEFAULT_5XX"]);
    for (const { inputs, name } of own) {
      expect(inputs["responseParameters"], name).to.include({
        "gatewayresponse.header.Access-Control-Allow-Origin": "'https://students.example.org'",
      });
    }
  });

  it("declares every header that an answer sets, else API Gateway refuses it", async () => {
    const run = await api(several);
    for (const { inputs, name } of run.ofType("aws:apigateway/integrationResponse:IntegrationResponse")) {
      const declared = run.one(
        "aws:apigateway/methodResponse:MethodResponse",
        name.replace(/-integration$/, ""),
      ).inputs;
      expect(Object.keys(declared["responseParameters"] as object)).to.have.members(
        Object.keys(inputs["responseParameters"] as object),
      );
    }
  });

  it("lets any origin in unless some are named", async () => {
    const run = await api({});
    expect(integrationResponse(run, ANSWER)["responseParameters"]).to.deep.equal({
      "method.response.header.Access-Control-Allow-Origin": "'*'",
      "method.response.header.Access-Control-Expose-Headers": "'x-amzn-RequestId,x-amz-apigw-id'",
    });
  });

  for (const [whose, cors] of Object.entries({ "one origin": one, "several origins": several, "any origin": {} })) {
    it(`lets pages of ${whose} read the ids of the request, on every answer`, async () => {
      const integration = mock({ headers: { ETag: "1" } });
      const run = await api({ ...cors, exposeHeaders: ["Retry-After"] }, { integration });
      const gateways = run.ofType("aws:apigateway/response:Response");
      expect(gateways).to.have.length(4);
      for (const { inputs, name } of gateways) {
        expect(inputs["responseParameters"], name).to.include({
          "gatewayresponse.header.Access-Control-Expose-Headers": "'x-amzn-RequestId,x-amz-apigw-id,Retry-After'",
        });
      }
      expect(integrationResponse(run, ANSWER)["responseParameters"]).to.include({
        "method.response.header.Access-Control-Expose-Headers": "'x-amzn-RequestId,x-amz-apigw-id,Retry-After,ETag'",
      });
      // A preflight's answer is read by the browser alone.
      expect(integrationResponse(run, PREFLIGHT)["responseParameters"]).to.not.have.property(
        "method.response.header.Access-Control-Expose-Headers",
      );
    });
  }

  it("is off without cors", async () => {
    const run = await api(undefined);
    expect(run.ofType("aws:apigateway/method:Method").map(({ inputs }) => inputs["httpMethod"])).to.deep.equal([
      "POST",
    ]);
    expect(JSON.stringify(run.all.map(({ inputs }) => inputs))).to.not.include("Access-Control");
  });

  it("names the origin that asks, where several are allowed, and the first to others", async () => {
    const run = await api(several);
    for (const name of [ANSWER, PREFLIGHT]) {
      const { responseParameters, responseTemplates } = integrationResponse(run, name);
      expect(responseParameters).to.include({
        "method.response.header.Access-Control-Allow-Origin": "'https://a.example.org'",
        "method.response.header.Vary": "'Origin'",
      });
      const template = responseTemplates!["application/json"]!;
      expect(overrideFor(template, "https://b.example.org")).to.equal("https://b.example.org");
      expect(overrideFor(template, "https://a.example.org", "origin")).to.equal("https://a.example.org");
      expect(overrideFor(template, "https://evil.example.org")).to.equal(undefined);
      expect(overrideFor(template, "")).to.equal(undefined);
    }
    const refused = run.one("aws:apigateway/response:Response", "students-default-4xx").inputs["responseParameters"];
    expect(refused).to.include({ "gatewayresponse.header.Access-Control-Allow-Origin": "'*'" });
  });
});

/** Runs the template as the gateway would, and tells which origin it sets. */
function overrideFor(template: string, origin: string, header = "Origin"): string | undefined {
  const context = { responseOverride: { header: {} as Record<string, string> } };
  render(template, {
    context,
    input: { params: (name: string) => (name === header ? origin : ""), json: () => "{}" },
  });
  return context.responseOverride.header["Access-Control-Allow-Origin"];
}
