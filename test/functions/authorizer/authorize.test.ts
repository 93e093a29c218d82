import "../support/environment";
import type { APIGatewayAuthorizerEvent, APIGatewayAuthorizerResult, Statement } from "aws-lambda";
import { expect } from "chai";
import * as fc from "fast-check";
import { generateKeyPairSync, sign } from "node:crypto";
import requestEvent from "../../../functions/authorizer/authorize.events/request.json";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";
import { TestPools } from "../support/user-pool";

const OWN = "us-east-1_Own000001";
const PARTNER = "eu-west-1_Partner01";
const STRANGER = "us-east-1_Strange01";
const API = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/Dev";
const ADD = `${API}/POST/addstudentdetails`;
const GET = `${API}/GET/getstudentdetails`;
const QUEUE = `${API}/POST/students`;
const ADMIN = `${API}/DELETE/students/*`;

const ROUTES = [
  { method: "POST", path: "/addstudentdetails", scopes: ["students/write"] },
  { method: "GET", path: "/getstudentdetails", scopes: ["students/read"] },
  { method: "POST", path: "/students", scopes: ["students/write"] },
  { method: "DELETE", path: "/students/{roll}", scopes: ["students/write", "students/admin"] },
];

type Handler = (event: APIGatewayAuthorizerEvent, context: unknown) => Promise<APIGatewayAuthorizerResult>;

describe("the Lambda authorizer", () => {
  let pools: TestPools;
  let handler: Handler;
  before(() => {
    pools = new TestPools(OWN, PARTNER, STRANGER);
    handler = loaded();
  });
  after(() => pools.restore());

  function loaded(environment: Record<string, string> = {}): Handler {
    Object.assign(process.env, {
      ROUTES: JSON.stringify(ROUTES),
      USER_POOLS: JSON.stringify([
        { userPoolId: OWN, clientIds: ["web"], region: "us-east-1" },
        { userPoolId: PARTNER, clientIds: ["partner-service"], region: "eu-west-1" },
      ]),
      ...environment,
    });
    const file = require.resolve("../../../functions/authorizer/authorize");
    delete require.cache[file];
    // loaded anew, as a cold start does
    return (require(file) as { handler: Handler }).handler;
  }

  const subject = { subject: "user-1", username: "asha", clientId: "web", scopes: ["students/write", "students/read"] };
  const token = (change: Partial<typeof subject> = {}, pool = OWN) =>
    pools.pool(pool).accessToken({ ...subject, ...change });
  const asked = (authorization: string | undefined, methodArn = GET) =>
    ({
      ...requestEvent,
      methodArn,
      headers: authorization === undefined ? {} : { "x-api-key": "key", Authorization: authorization },
    }) as unknown as APIGatewayAuthorizerEvent;
  const call = (event: APIGatewayAuthorizerEvent) => capturedOutput(() => handler(event, lambdaContext()));
  const allowed = async (authorization: string, methodArn?: string) =>
    (await call(asked(authorization, methodArn))).result;
  const refused = async (event: APIGatewayAuthorizerEvent) => {
    const outcome = await call(event).catch((error: Error) => error);
    expect(outcome, JSON.stringify(outcome)).to.be.instanceOf(Error);
    return (outcome as Error).message;
  };
  const resources = ({ policyDocument }: APIGatewayAuthorizerResult, effect: string) =>
    (policyDocument.Statement as (Statement & { Resource: string[] })[])
      .filter(({ Effect, Condition }) => Effect === effect && !Condition)
      .flatMap(({ Resource }) => Resource);

  it("lists every route that the token's scopes open, whichever was called", async () => {
    const bearer = `Bearer ${token()}`;
    const policies = [await allowed(bearer, ADD), await allowed(bearer, GET), await allowed(bearer, QUEUE)];
    for (const policy of policies) {
      expect(resources(policy, "Allow")).to.deep.equal([ADD, GET, QUEUE]);
      expect(resources(policy, "Deny")).to.deep.equal([]);
    }
  });

  it("gives one token the same answers on two routes and none on a third, in either order", async () => {
    // API Gateway keeps the first policy for the token, so what it says must not depend on what was asked first.
    const bearer = `Bearer ${token({ scopes: ["students/write"] })}`;
    for (const first of [ADD, QUEUE, GET]) {
      const cached = await allowed(bearer, first);
      expect(resources(cached, "Allow")).to.include(ADD).and.to.include(QUEUE);
      expect(resources(cached, "Allow")).not.to.include(GET);
    }
  });

  it("never allows a wildcard, nor another stage or API", async () => {
    for (const scopes of [subject.scopes, ["students/write"], ["students/read"]]) {
      for (const resource of resources(await allowed(`Bearer ${token({ scopes })}`), "Allow")) {
        expect(resource).to.match(/^arn:aws:execute-api:us-east-1:123456789012:abcdef1234\/Dev\/(POST|GET)\/[a-z]+$/);
      }
    }
  });

  it("wants every scope of a route, and knows parameters in paths", async () => {
    const scopes = ["students/write", "students/admin"];
    expect(resources(await allowed(`Bearer ${token({ scopes })}`), "Allow")).to.deep.equal([ADD, QUEUE, ADMIN]);
  });

  for (const scopes of [[], ["openid"], ["students/rea"], ["students/read/more"], ["Students/Read"]]) {
    it(`denies everything, in so many words, to a valid token with the scopes [${scopes.join(", ")}]`, async () => {
      const policy = await allowed(`Bearer ${token({ scopes })}`);
      expect(resources(policy, "Allow")).to.deep.equal([]);
      expect(resources(policy, "Deny")).to.deep.equal([ADD, GET, QUEUE, ADMIN]);
    });
  }

  it("says who calls, for functions and logs", async () => {
    const { principalId, context } = await allowed(`Bearer ${token()}`);
    expect(principalId).to.equal("user-1");
    expect(context).to.deep.equal({ principal: "user-1", clientId: "web", scope: "students/write students/read" });
  });

  it("accepts the pool of another account, for its own clients only", async () => {
    const partner = { clientId: "partner-service", scopes: ["students/read"] };
    expect(resources(await allowed(`Bearer ${token(partner, PARTNER)}`), "Allow")).to.deep.equal([GET]);
    expect(await refused(asked(`Bearer ${token({ clientId: "web" }, PARTNER)}`))).to.equal("Unauthorized");
    expect(await refused(asked(`Bearer ${token({ clientId: "partner-service" }, OWN)}`))).to.equal("Unauthorized");
    expect(await refused(asked(`Bearer ${token({}, STRANGER)}`))).to.equal("Unauthorized");
  });

  it("works as a TOKEN authorizer, and with any letter case of the header and scheme", async () => {
    const value = token();
    const tokenEvent = { type: "TOKEN" as const, methodArn: GET, authorizationToken: `Bearer ${value}` };
    expect(resources((await call(tokenEvent)).result, "Allow")).to.include(GET);
    const lower = { ...asked(undefined), headers: { authorization: `bearer ${value}` } } as APIGatewayAuthorizerEvent;
    expect(resources((await call(lower)).result, "Allow")).to.include(GET);
  });

  it("refuses no token, a malformed one, another scheme, and two headers", async () => {
    const valid = token();
    const event = asked(undefined) as { headers: unknown };
    const withHeaders = (headers: unknown) => ({ ...event, headers }) as APIGatewayAuthorizerEvent;
    for (const given of [
      asked(undefined),
      asked(""),
      asked(valid),
      asked("Bearer"),
      asked("Bearer "),
      asked(`Basic ${valid}`),
      asked(`Bearer ${valid} ${valid}`),
      asked(`Bearer ${valid.split(".").slice(0, 2).join(".")}.`),
      asked(`Bearer ${"a".repeat(20_000)}.b.c`),
      withHeaders(null),
      withHeaders({ Authorization: `Bearer ${valid}`, authorization: `Bearer ${valid}` }),
      { type: "TOKEN", methodArn: GET } as APIGatewayAuthorizerEvent,
    ]) {
      expect(await refused(given)).to.equal("Unauthorized");
    }
  });

  it("refuses any text for a token", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string({ unit: "binary" }).map((text) => `Bearer ${text}`),
        ),
        async (text) => {
          expect(await refused(asked(text))).to.equal("Unauthorized");
        },
      ),
    );
  });

  it("refuses a token with anything changed in it", async () => {
    const [header, payload, signature] = token().split(".") as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const more = encoded({ ...claims, scope: "students/admin students/write" });
    const unsigned = encoded({ alg: "none", kid: "x" });
    for (const value of [
      `${header}.${more}.${signature}`,
      `${unsigned}.${payload}.`,
      `${unsigned}.${payload}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
    ]) {
      expect(await refused(asked(`Bearer ${value}`))).to.equal("Unauthorized");
    }
  });

  it("refuses a token signed with another key under the pool's name", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const [header, payload] = token().split(".") as [string, string];
    const text = `${header}.${payload}`;
    const forged = `${text}.${sign("RSA-SHA256", Buffer.from(text), privateKey).toString("base64url")}`;
    expect(await refused(asked(`Bearer ${forged}`))).to.equal("Unauthorized");
  });

  it("refuses an expired token", async () => {
    const value = token();
    const { now } = Date;
    Date.now = () => now() + 3_601_000;
    try {
      expect(await refused(asked(`Bearer ${value}`))).to.equal("Unauthorized");
    } finally {
      Date.now = now;
    }
  });

  it("denies every route from the token's end on, for as long as API Gateway keeps the policy", async () => {
    const claims = (value: string) => JSON.parse(Buffer.from(value.split(".")[1]!, "base64url").toString());
    for (const scopes of [subject.scopes, ["students/write"]]) {
      const value = token({ scopes });
      const { policyDocument } = await allowed(`Bearer ${value}`, ADD);
      const end = new Date((claims(value) as { exp: number }).exp * 1000);
      expect(policyDocument.Statement.slice(1)).to.deep.equal([
        {
          Effect: "Deny",
          Action: "execute-api:Invoke",
          Resource: `${API}/*`,
          Condition: { DateGreaterThanEquals: { "aws:CurrentTime": end.toISOString().replace(".000Z", "Z") } },
        },
      ]);
      // What is allowed does not hang on the condition: a statement that API Gateway cannot judge changes nothing.
      expect(policyDocument.Statement[0]).to.not.have.property("Condition");
    }
  });

  it("refuses an ID token", async () => {
    expect(await refused(asked(`Bearer ${pools.pool(OWN).idToken(subject)}`))).to.equal("Unauthorized");
  });

  it("fetches a pool's keys once, however many tokens come", async () => {
    handler = loaded();
    pools.fetches = 0;
    const together = [1, 2, 3].map((user) => asked(`Bearer ${token({ subject: `user-${user}` })}`));
    await capturedOutput(() => Promise.all(together.map((event) => handler(event, lambdaContext()))));
    await allowed(`Bearer ${token({ subject: "user-2" })}`);
    expect(pools.fetches).to.equal(1);
  });

  it("breaks, and does not say 401, where a pool's keys cannot be had", async () => {
    handler = loaded();
    pools.isDown = true;
    try {
      const message = await refused(asked(`Bearer ${token()}`));
      expect(message).not.to.equal("Unauthorized");
    } finally {
      pools.isDown = false;
      handler = loaded();
    }
  });

  it("logs under the gateway's id of the request, which a TOKEN authorizer is not told", async () => {
    const given = { ...asked(`Bearer ${token()}`), requestContext: { requestId: "request-1" } };
    const lines = async (event: unknown) => (await call(event as APIGatewayAuthorizerEvent)).output.trim().split("\n");
    const ids = (output: string[]) =>
      output.map((line) => (JSON.parse(line) as { correlation_id?: string }).correlation_id);
    expect(ids(await lines(given))).to.deep.equal(["request-1", "request-1"]);
    expect(ids(await lines({ ...given, requestContext: undefined }))).to.deep.equal(["invocation-id", "invocation-id"]);
  });

  it("writes no token and no scope to the log", async () => {
    const value = token();
    const { output } = await call(asked(`Bearer ${value}`));
    expect(output).to.match(/"Authorized":1/);
    for (const part of value.split(".")) expect(output).not.to.contain(part);
    const failure = await capturedOutput(() =>
      handler(asked(`Bearer ${value}x`), lambdaContext()).catch(() => undefined),
    );
    expect(failure.output).to.match(/"Unauthorized":1/);
    expect(failure.output).not.to.contain(value.split(".")[1]);
  });

  for (const [name, environment] of Object.entries<Record<string, string>>({
    "no ROUTES": { ROUTES: "" },
    "ROUTES that are not JSON": { ROUTES: "[" },
    "a route without a scope": { ROUTES: '[{"method":"GET","path":"/a","scopes":[]}]' },
    "a route with a wildcard": { ROUTES: '[{"method":"GET","path":"/*","scopes":["a"]}]' },
    "no pool": { USER_POOLS: "[]" },
    "a pool without clients": { USER_POOLS: '[{"userPoolId":"us-east-1_a","clientIds":[]}]' },
    "a pool whose id is none": { USER_POOLS: '[{"userPoolId":"pool","clientIds":["web"]}]' },
  })) {
    it(`does not start with ${name}`, () => {
      expect(() => loaded(environment)).to.throw(/ROUTES|USER_POOLS|User Pool ID/);
    });
  }
});
