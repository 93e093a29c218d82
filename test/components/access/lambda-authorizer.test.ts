import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { LambdaAuthorizer, type LambdaAuthorizerArgs } from "../../../components/access/lambda-authorizer";
import { mock } from "../../../components/api/integrations";
import { RestApi, type RestApiArgs, type Route } from "../../../components/api/rest-api";
import { Key } from "../../../components/encryption/key";
import { Queue } from "../../../components/messaging/queue";
import { unknown } from "../../../tools/plan/recorded-resource";
import { errorOf, record, recordBoth } from "../../support/record";

const write = { method: "POST", path: "/students", scopes: ["students/write"] };
const read = { method: "GET", path: "/students/{id}", scopes: ["students/read", "students/list"] };

function make(more: Partial<LambdaAuthorizerArgs> = {}): LambdaAuthorizer {
  const key = new Key("example", { description: "An example." });
  return new LambdaAuthorizer("tokens", {
    key,
    pools: [{ userPoolId: "eu-west-1_One", clientIds: ["web", "mobile"] }],
    routes: [write, read],
    ...more,
  });
}

describe("LambdaAuthorizer", () => {
  it("gives the function its routes and pools, those of other regions too", async () => {
    const pools = [
      { userPoolId: pulumi.output("eu-west-1_One"), clientIds: [pulumi.output("web")] },
      { userPoolId: "us-east-1_Two", clientIds: ["partner"], region: "us-east-1" },
    ];
    const run = await record(() => make({ pools }));
    const { inputs } = run.one("aws:lambda/function:Function");
    const { variables } = inputs["environment"] as { variables: Record<string, string> };
    expect(JSON.parse(variables["ROUTES"]!)).to.deep.equal([write, read]);
    expect(JSON.parse(variables["USER_POOLS"]!)).to.deep.equal([
      { userPoolId: "eu-west-1_One", clientIds: ["web"], region: "eu-west-1" },
      { userPoolId: "us-east-1_Two", clientIds: ["partner"], region: "us-east-1" },
    ]);
    expect(inputs).to.include({ name: "tokens", timeout: 5 });
  });

  it("hands its function what bounds and keeps it", async () => {
    const run = await record(() => {
      const key = new Key("queues", { description: "An example." });
      const deadLetterQueue = new Queue("undeliverable", { key, visibilityTimeoutSeconds: 60 });
      const permissionsBoundary = "arn:aws:iam::111122223333:policy/boundary";
      return make({ deadLetterQueue, permissionsBoundary, reservedConcurrency: 5, logRetentionDays: 90 });
    });
    expect(run.one("aws:lambda/function:Function").inputs).to.deep.include({
      reservedConcurrentExecutions: 5,
      deadLetterConfig: { targetArn: "arn:aws:sqs:eu-west-1:111122223333:undeliverable-queue-id" },
    });
    expect(run.one("aws:iam/role:Role").inputs).to.include({
      permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
    });
    expect(run.one("aws:cloudwatch/logGroup:LogGroup").inputs).to.include({ retentionInDays: 90 });
  });

  it("names every verb of ANY, and does not depend on the order of the routes", async () => {
    const routesOf = async (routes: LambdaAuthorizerArgs["routes"]) => {
      const run = await record(() => make({ routes }));
      const { variables } = run.one("aws:lambda/function:Function").inputs["environment"] as never as {
        variables: Record<string, string>;
      };
      return variables["ROUTES"]!;
    };
    expect(await routesOf([read, write])).to.equal(await routesOf([write, read]));
    const any = JSON.parse(await routesOf([{ method: "ANY", path: "/{proxy+}", scopes: ["a/b"] }])) as {
      method: string;
    }[];
    expect(any.map(({ method }) => method).sort()).to.deep.equal([
      "DELETE",
      "GET",
      "HEAD",
      "OPTIONS",
      "PATCH",
      "POST",
      "PUT",
    ]);
  });

  it("starts the real handler with what it was given", async () => {
    const run = await record(() => make());
    const { variables } = run.one("aws:lambda/function:Function").inputs["environment"] as never as {
      variables: Record<string, string>;
    };
    const before = { ...process.env };
    Object.assign(process.env, variables, { POWERTOOLS_TRACE_ENABLED: "false", POWERTOOLS_DEV: "false" });
    try {
      // The handler reads its environment when it is loaded, and refuses one it does not understand.
      const module = require.resolve("../../../functions/authorizer/authorize");
      delete require.cache[module];
      const { handler } = require(module) as { handler: unknown };
      expect(handler).to.be.a("function");
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
    }
  });

  it("is asked only about what looks like a bearer token", async () => {
    const run = await record(() => {
      const authorizer = make();
      return authorizer.authorizerSettings();
    });
    const settings = run.result;
    expect(settings).to.deep.include({
      name: "tokens",
      type: "TOKEN",
      identitySource: "method.request.header.Authorization",
      authorizerResultTtlInSeconds: 300,
    });
    const looks = new RegExp(`^(?:${settings.identityValidationExpression as string})$`);
    expect(looks.test("Bearer eyJh.eyJz_-.c2ln")).to.equal(true);
    expect(looks.test("bearer eyJh.eyJz.c2ln")).to.equal(true);
    for (const other of ["", "eyJh.eyJz.c2ln", "Basic dTpw", "Bearer a.b", "Bearer a.b.c d", "Bearer a.b.c\nX: y"]) {
      expect(looks.test(other), other).to.equal(false);
    }
  });

  it("takes the whole request without a form to check, and other times, when asked", async () => {
    const run = await record(() => make({ type: "REQUEST", resultTtlSeconds: 0 }).authorizerSettings());
    expect(run.result).to.deep.include({ type: "REQUEST", authorizerResultTtlInSeconds: 0 });
    expect(run.result).to.not.have.property("identityValidationExpression");
  });

  it("may be invoked by the one authorizer of the one API only", async () => {
    for (const run of await recordBoth(() => apiWith(make({ routes: [write] })))) {
      const { sourceArn, function: invoked, ...inputs } = run.one("aws:lambda/permission:Permission").inputs;
      expect(invoked).to.be.oneOf([unknown, "tokens"]);
      expect(inputs).to.deep.equal({
        action: "lambda:InvokeFunction",
        qualifier: "live",
        principal: "apigateway.amazonaws.com",
        sourceAccount: "111122223333",
      });
      expect(sourceArn).to.be.oneOf([
        unknown,
        "arn:aws:execute-api:eu-west-1:111122223333:api-api-id/authorizers/api-jwt-id",
      ]);
    }
  });

  it("serves an API as it is, when made apart, and is monitored where it was made", async () => {
    const run = await record(() => apiWith(make({ routes: [write] })));
    expect(run.ofType("platform:access:LambdaAuthorizer").map(({ name }) => name)).to.deep.equal(["tokens"]);
    expect(run.one("aws:apigateway/authorizer:Authorizer").inputs).to.deep.include({
      restApi: "api-api-id",
      name: "tokens",
      authorizerUri:
        "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:tokens:live/invocations",
    });
    expect(run.result.monitoring.alarms.map(({ name }) => name)).to.deep.equal([
      "server-errors",
      "client-errors",
      "traffic",
      "latency",
      "error-budget-fast",
      "error-budget-slow",
    ]);
  });

  it("must know every route of the API with the same scopes", async () => {
    const other = { ...write, scopes: ["students/admin"] };
    for (const routes of [[read], [other]]) {
      const error = await errorOf(() => apiWith(make({ routes })));
      expect(error.message).to.include("list the route there with the same scopes");
    }
  });

  const wrong: [string, Partial<LambdaAuthorizerArgs>, string][] = [
    ["no pool", { pools: [] }, "pools is []; give at least one user pool, else no token is ever accepted"],
    ["a pool with every client", { pools: [{ userPoolId: "p", clientIds: [] }] }, "pools[0].clientIds is []"],
    ["no route", { routes: [] }, "routes is []"],
    ["a route without scopes", { routes: [{ ...write, scopes: [] }] }, "routes POST /students scopes is []"],
    ["a route twice", { routes: [write, read, write] }, 'routes is "POST /students"; name each route once'],
    ["a route twice by ANY", { routes: [{ ...write, method: "ANY" }, write] }, "name each route once"],
    ["too long a memory", { resultTtlSeconds: 3601 }, "resultTtlSeconds is 3601; use a whole number from 0 to 3600"],
    [
      "more routes than a function's environment holds",
      { routes: Array.from({ length: 60 }, (_, index) => ({ ...write, path: `/students/${index}` })) },
      "a function's environment takes 4 KB",
    ],
  ];
  for (const [what, more, message] of wrong) {
    it(`refuses ${what}`, async () => {
      const error = await errorOf(() => make(more));
      expect(error.message).to.match(/^platform:access:LambdaAuthorizer "tokens": /);
      expect(error.message).to.include(message);
    });
  }
});

function apiWith(authorizer: LambdaAuthorizer): RestApi {
  const route: Route = { ...write, method: "POST", authorizer: "jwt", integration: mock() };
  const args: RestApiArgs = {
    description: "A test.",
    key: new Key("api", { description: "An example." }),
    stageName: "test",
    authorizers: { jwt: { authorizer } },
    routes: [route],
  };
  return new RestApi("api", args);
}
