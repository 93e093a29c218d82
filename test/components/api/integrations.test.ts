import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { http, lambdaProxy, mock, sqs, vpcLink } from "../../../components/api/integrations";
import { lambdaMapped } from "../../../components/api/integrations";
import type { Integration } from "../../../components/api/integration";
import { RestApi, type Route } from "../../../components/api/rest-api";
import { unknown, type RecordedResource } from "../../../tools/plan/recorded-resource";
import { record, recordBoth, type Recorded } from "../../support/record";
import { backends, type Backends } from "./example-api";

/** Records an API with one route, called `api`. */
function withRoute(integration: (behind: Backends) => Integration, more: Partial<Route> = {}): () => RestApi {
  return () => {
    const behind = backends();
    const route: Route = {
      method: "POST",
      path: "/items/{id}",
      authorizer: "iam",
      requestModel: { type: "object" },
      integration: integration(behind),
      ...more,
    };
    return new RestApi("api", { description: "A test.", key: behind.key, stageName: "test", routes: [route] });
  };
}

const SLUG = "api-post-items-id-b56291";

function integrationOf(run: Recorded<RestApi>): Record<string, unknown> {
  const { restApi, resourceId, httpMethod, ...inputs } = run.one("aws:apigateway/integration:Integration").inputs;
  expect([restApi, resourceId, httpMethod]).to.deep.equal(["api-api-id", "api-items-id-b56291-id", "POST"]);
  return inputs;
}

function answersOf(run: Recorded<RestApi>): unknown[] {
  return run
    .ofType("aws:apigateway/integrationResponse:IntegrationResponse")
    .map(({ inputs }) => [
      inputs["statusCode"],
      inputs["selectionPattern"],
      (inputs["responseTemplates"] as Record<string, string>)["application/json"],
    ]);
}

describe("integrations of a RestApi", () => {
  it("pass everything to a function through its alias", async () => {
    for (const run of await recordBoth(withRoute(({ user }) => lambdaProxy(user), { timeoutMilliseconds: 15_000 }))) {
      const { inputs } = run.one("aws:apigateway/integration:Integration");
      expect(inputs).to.deep.include({ type: "AWS_PROXY", integrationHttpMethod: "POST", timeoutMilliseconds: 15_000 });
      if (inputs["uri"] !== unknown) expect(inputs["uri"]).to.match(/:function:user:live\/invocations$/);
      expect(run.ofType("aws:apigateway/integrationResponse:IntegrationResponse")).to.deep.equal([]);
    }
  });

  it("map to a function with its alias in the URI where no stage variable is named", async () => {
    const mapped = withRoute(({ add }) =>
      lambdaMapped(add, { requestTemplate: "{}", responseTemplate: "$input.body" }),
    );
    expect(integrationOf(await record(mapped))).to.deep.equal({
      type: "AWS",
      integrationHttpMethod: "POST",
      uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:addStudentDetails:addstudentinfo/invocations",
      passthroughBehavior: "WHEN_NO_TEMPLATES",
      requestTemplates: { "application/json": "{}" },
      timeoutMilliseconds: 29_000,
    });
  });

  it("never answer a function's failure with its own words", async () => {
    const mapped = withRoute(({ add }) =>
      lambdaMapped(add, { requestTemplate: "{}", responseTemplate: "$input.body" }),
    );
    const [, failure] = answersOf(await record(mapped)) as [unknown, [string, string, string]];
    const [status, pattern, template] = failure;
    expect(status).to.equal("500");
    for (const message of ["boom", "line one\nline two", " ", "2026-01-01 Task timed out after 10.00 seconds"]) {
      expect(new RegExp(`^(?:${pattern})$`).test(message), message).to.equal(true);
    }
    expect(template).to.not.match(/\$input/);
  });

  it("queue a request with a role that may send to that queue only", async () => {
    const run = await record(withRoute(({ queue }) => sqs(queue)));
    expect(integrationOf(run)).to.deep.equal({
      type: "AWS",
      integrationHttpMethod: "POST",
      uri: "arn:aws:apigateway:eu-west-1:sqs:path/111122223333/intake-queue-id",
      credentials: `arn:aws:iam::111122223333:role/${SLUG}-eu-west-1`,
      passthroughBehavior: "NEVER",
      requestParameters: {
        "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
        "integration.request.header.Accept": "'application/json'",
      },
      requestTemplates: { "application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)" },
      timeoutMilliseconds: 29_000,
    });
    const role = run.one("aws:iam/role:Role", `${SLUG}-role`);
    expect(JSON.parse(role.inputs["assumeRolePolicy"] as string)).to.deep.equal({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    const policies = run.ofType("aws:iam/rolePolicy:RolePolicy").filter(({ name }) => name.startsWith(SLUG));
    expect(policies.map(({ inputs }) => JSON.parse(inputs["policy"] as string))).to.deep.equal([
      {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "SendMessages",
            Effect: "Allow",
            Action: "sqs:SendMessage",
            Resource: "arn:aws:sqs:eu-west-1:111122223333:intake-queue-id",
          },
          {
            Sid: "UseKeyThroughSqs",
            Effect: "Allow",
            Action: ["kms:GenerateDataKey", "kms:Decrypt"],
            Resource: "arn:aws:kms:eu-west-1:111122223333:key/example-key-id",
            Condition: { StringEquals: { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" } },
          },
        ],
      },
    ]);
    const stage = run.one("aws:apigateway/stage:Stage");
    expect(stage.dependsOn).to.include(policies[0]!.urn);
  });

  it("answer 202 for what was queued, and 503 for what SQS refused", async () => {
    const run = await record(
      withRoute(({ queue }) => sqs(queue, { requestTemplate: "Action=X", responseTemplate: "{}" })),
    );
    expect(integrationOf(run)["requestTemplates"]).to.deep.equal({ "application/json": "Action=X" });
    expect(answersOf(run)).to.deep.equal([
      ["202", undefined, "{}"],
      [
        "503",
        "[45]\\d{2}",
        '{"error":{"code":"ServiceUnavailable","message":"The request could not be queued","requestId":"$context.requestId"}}',
      ],
    ]);
  });

  it("bound the role of a queue's route, and keep its name within what IAM takes", async () => {
    const run = await record(() => {
      const { key, queue } = backends();
      const name = "an-api-with-a-name-that-is-quite-a-bit-longer-than-usual";
      const boundary = "arn:aws:iam::111122223333:policy/boundary";
      const route: Route = { method: "POST", path: "/a", authorizer: "iam", requestModel: {}, integration: sqs(queue) };
      new RestApi(name, { description: "A", key, stageName: "t", permissionsBoundary: boundary, routes: [route] });
    });
    const role = run.ofType("aws:iam/role:Role").find(({ name }) => name.startsWith("an-api"))!;
    expect(role.inputs["permissionsBoundary"]).to.equal("arn:aws:iam::111122223333:policy/boundary");
    expect(role.inputs["name"]).to.have.length.of.at.most(64);
  });

  it("pass to an HTTPS backend, with the path's parameters", async () => {
    const run = await record(
      withRoute(() =>
        http({
          url: "https://inventory.example.org/v2/items/{id}",
          method: "PUT",
          parameters: { "header.X-Request-Id": "context.requestId" },
        }),
      ),
    );
    expect(integrationOf(run)).to.deep.equal({
      type: "HTTP_PROXY",
      integrationHttpMethod: "PUT",
      uri: "https://inventory.example.org/v2/items/{id}",
      passthroughBehavior: "WHEN_NO_MATCH",
      requestParameters: {
        "integration.request.path.id": "method.request.path.id",
        "integration.request.header.X-Request-Id": "context.requestId",
      },
      timeoutMilliseconds: 29_000,
    });
  });

  it("map to an HTTPS backend, and turn its failures into one of their own", async () => {
    const templates = { request: "{}", response: "$input.body" };
    const run = await record(withRoute(() => http({ url: "https://inventory.example.org/", templates })));
    expect(integrationOf(run)).to.deep.equal({
      type: "HTTP",
      integrationHttpMethod: "POST",
      uri: "https://inventory.example.org/",
      passthroughBehavior: "NEVER",
      requestParameters: {},
      requestTemplates: { "application/json": "{}" },
      timeoutMilliseconds: 29_000,
    });
    expect(answersOf(run).map((answer) => (answer as unknown[]).slice(0, 2))).to.deep.equal([
      ["200", undefined],
      ["502", "[45]\\d{2}"],
    ]);
  });

  it("pass into a VPC", async () => {
    const run = await record(
      withRoute(() =>
        vpcLink({
          url: pulumi.output("http://internal/"),
          vpcLinkId: "link-1",
          loadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/a/1",
        }),
      ),
    );
    expect(integrationOf(run)).to.deep.include({
      type: "HTTP_PROXY",
      connectionType: "VPC_LINK",
      connectionId: "link-1",
      integrationTarget: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/a/1",
    });
  });

  it("answer from the gateway itself", async () => {
    const run = await record(withRoute(() => mock({ statusCode: 410, body: '{"gone":true}', headers: { Link: "x" } })));
    expect(integrationOf(run)).to.deep.equal({
      type: "MOCK",
      passthroughBehavior: "WHEN_NO_TEMPLATES",
      requestTemplates: { "application/json": '{"statusCode":410}' },
      timeoutMilliseconds: 29_000,
    });
    expect(answersOf(run)).to.deep.equal([["410", undefined, '{"gone":true}']]);
    const answer: RecordedResource = run.one("aws:apigateway/integrationResponse:IntegrationResponse");
    expect(answer.inputs["responseParameters"]).to.deep.equal({ "method.response.header.Link": "'x'" });
  });
});
