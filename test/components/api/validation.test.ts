import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { lambdaMapped, lambdaProxy, http, mock, sqs, vpcLink } from "../../../components/api/integrations";
import { RestApi, type RestApiArgs, type Route } from "../../../components/api/rest-api";
import { Function } from "../../../components/compute/function";
import { InputError } from "../../../components/input-error";
import { Queue } from "../../../components/messaging/queue";
import { recordProgram } from "../../../tools/plan/program-recorder";
import { addRoute, backends, requestTemplate, responseTemplate, studentsArgs, type Backends } from "./example-api";

type Change = (behind: Backends) => Partial<RestApiArgs>;

const noPlan = { usagePlan: undefined, apiKeys: undefined, cors: undefined };
const health = { authorizer: "none", unauthenticatedReason: "A test.", integration: mock() } as const;

/** Args with only these routes. */
const routes =
  (...made: ((behind: Backends) => Route)[]): Change =>
  (behind) => ({ ...noPlan, routes: made.map((make) => make(behind)) });
/** A route that is right, changed. */
const get = (more: Partial<Route> & { path?: string }) => (): Route => ({
  method: "GET",
  path: "/a",
  ...health,
  ...more,
});
const first =
  (more: Partial<Route>): Change =>
  (behind) => ({ routes: [addRoute(behind, more)] });
const mapped = (variable: string) => (behind: Backends) =>
  addRoute(behind, {
    integration: lambdaMapped(behind.add, { aliasStageVariable: variable, requestTemplate, responseTemplate }),
  });

const wrong: [string, Change, string][] = [
  [
    "a stage variable that is not there",
    () => ({ stageVariables: {} }),
    'stageVariables.collegealias is missing; set it to "addstudentinfo", the function\'s alias',
  ],
  [
    "another stage variable",
    (b) => ({ routes: [mapped("other")(b)] }),
    'stageVariables.other is missing; set it to "addstudentinfo"',
  ],
  [
    "an alias the function does not have",
    () => ({ stageVariables: { collegealias: "live" } }),
    'stageVariables.collegealias is "live"; set it to "addstudentinfo"',
  ],
  [
    "a stage variable with a space",
    () => ({ stageVariables: { collegealias: "add student" } }),
    'stageVariables.collegealias is "add student"; use letters, digits and -._~:/?#&=,',
  ],
  [
    "an empty stage variable",
    () => ({ stageVariables: { collegealias: "addstudentinfo", other: "" } }),
    'stageVariables.other is ""; use letters',
  ],
  [
    "a stage variable's name",
    () => ({ stageVariables: { collegealias: "addstudentinfo", "a-b": "x" } }),
    "stageVariables.a-b is",
  ],
  ["a stage's name", () => ({ stageName: "Dev 1" }), 'stageName is "Dev 1"'],
  ["an API's name", () => ({ apiName: "a/b" }), 'apiName is "a/b"'],
  ["no route", () => ({ ...noPlan, routes: [] }), "routes is []; give at least one route"],
  ["a route twice", routes(get({}), get({})), 'routes is "GET /a"; give each route once'],
  ["a verb", routes(get({ method: "get" as never })), 'method is "get"; use one of GET'],
  ["a path without its slash", routes(get({ path: "a" })), 'path is "a"; start it with /'],
  ["a path with an empty segment", routes(get({ path: "/a//b" })), 'path is "/a//b"'],
  ["a path with a slash at its end", routes(get({ path: "/a/" })), 'path is "/a/"'],
  ["half a parameter", routes(get({ path: "/a{id}" })), 'path is "/a{id}"'],
  ["a greedy parameter in the middle", routes(get({ path: "/{proxy+}/a" })), 'path is "/{proxy+}/a"'],
  ["a parameter twice", routes(get({ path: "/{id}/b/{id}" })), "name each of its parameters differently"],
  [
    "two parameters at one place",
    routes(get({ path: "/users/{id}" }), get({ path: "/users/{name}/orders" })),
    "use {id} below /users everywhere",
  ],
  [
    "OPTIONS where CORS answers it",
    (b) => ({ ...routes(get({ method: "OPTIONS" }))(b), cors: {} }),
    "leave OPTIONS to cors",
  ],
  [
    "ANY where CORS answers OPTIONS",
    (b) => ({ ...routes(get({ method: "ANY" }))(b), cors: {} }),
    "leave OPTIONS to cors",
  ],
  ["no reason for no authorizer", routes(get({ unauthenticatedReason: " " })), "unauthenticatedReason is"],
  ["a reason with an authorizer", first({ unauthenticatedReason: "x" }), "leave it out, callers sign in by jwt"],
  ["an unknown authorizer", first({ authorizer: "open" as never }), 'authorizer is "open"'],
  ["tokens without pools", () => ({ authorizers: {} }), "give the API authorizers.jwt"],
  ["tokens without a scope", first({ scopes: [] }), "scopes is []; name at least one"],
  ["Cognito without its authorizer", first({ authorizer: "cognito" }), "give the API authorizers.cognito"],
  [
    "Cognito without a scope",
    (b) => ({
      authorizers: { cognito: { userPoolArns: ["a"] } },
      routes: [addRoute(b, { authorizer: "cognito", scopes: undefined })],
    }),
    "without scopes API Gateway takes ID tokens",
  ],
  [
    "Cognito without a pool",
    (b) => ({ authorizers: { cognito: { userPoolArns: [] } }, routes: [addRoute(b, { authorizer: "cognito" })] }),
    "give at least one user pool",
  ],
  ["scopes of a signature", first({ authorizer: "iam" }), "leave them out, iam has no token"],
  [
    "a body that nobody checks",
    first({ validation: "full" }),
    'requestModel is missing; give the schema of the body, or validation "parameters"',
  ],
  ["a model that is never looked at", first({ requestModel: {} }), 'use validation "full"'],
  [
    "a model of a later draft",
    first({ validation: "full", requestModel: { properties: { a: { const: 1 } } } }),
    "requestModel /properties/a/const is 1; is not of draft 4",
  ],
  ["an unknown validation", first({ validation: "none" as never }), 'validation is "none"'],
  [
    "a parameter of the path among the others",
    routes(get({ requestParameters: { "path.id": true } })),
    "requestParameters.path.id is",
  ],
  ["a body larger than the gateway takes", first({ maxBodyBytes: 10 * 1024 * 1024 + 1 }), "maxBodyBytes is 10485761"],
  [
    "a body larger than the web ACL lets through",
    (b) => ({ webAcl: { largeBodyRoutes: [] } as never, ...first({ maxBodyBytes: 9000 })(b) }),
    'maxBodyBytes is 9000; list { path: "/addstudentdetails", maxBodyBytes: 9000 } in the web ACL',
  ],
  [
    "a body larger than the web ACL lists",
    (b) => ({
      webAcl: { largeBodyRoutes: [{ path: "/addstudentdetails", maxBodyBytes: 8999 }] } as never,
      ...first({ maxBodyBytes: 9000 })(b),
    }),
    "maxBodyBytes is 9000",
  ],
  [
    "a timeout beyond the gateway's",
    first({ timeoutMilliseconds: 29_001 }),
    "timeoutMilliseconds is 29001; use a whole number from 50 to 29000",
  ],
  ["a timeout of nothing", first({ timeoutMilliseconds: 0 }), "timeoutMilliseconds is 0"],
  [
    "a function that outlives the gateway's patience",
    first({ timeoutMilliseconds: 9999 }),
    "integration.timeoutSeconds is 10; give the function at most 9 seconds",
  ],
  [
    "a proxied function that does",
    (b) => ({ ...noPlan, routes: [get({ integration: lambdaProxy(b.user), timeoutMilliseconds: 5000 })()] }),
    "integration.timeoutSeconds is 10",
  ],
  [
    "a message without a body",
    (b) => ({ ...noPlan, routes: [get({ integration: sqs(b.queue) })()] }),
    "use POST, a message is made from the body",
  ],
  [
    "a queue that answers an error",
    (b) => ({
      ...noPlan,
      routes: [get({ method: "POST", validation: "parameters", integration: sqs(b.queue, { successStatus: 500 }) })()],
    }),
    "integration.successStatus is 500",
  ],
  [
    "a FIFO queue without groups",
    ({ key }) => ({
      ...noPlan,
      routes: [
        get({
          method: "POST",
          validation: "parameters",
          integration: sqs(new Queue("f", { key, fifo: true, visibilityTimeoutSeconds: 60 })),
        })(),
      ],
    }),
    "give one with a MessageGroupId",
  ],
  [
    "a backend without TLS",
    routes(get({ integration: http({ url: "http://inventory.example.org" }) })),
    'integration.url is "http://inventory.example.org"; use https',
  ],
  [
    "a VPC without TLS and a reason",
    routes(get({ integration: vpcLink({ url: "http://internal", vpcLinkId: "l" }) })),
    "integration.url is",
  ],
  ["a mock's status", routes(get({ integration: mock({ statusCode: 100 }) })), "integration.statusCode is 100"],
  ["a cached route without a cache", routes(get({ cache: { keyParameters: [] } })), "give the API a cache"],
  ["a cached POST", (b) => ({ cache: {}, ...first({ cache: { keyParameters: [] } })(b) }), "keep answers of GET only"],
  [
    "a key of the cache that the route does not know",
    (b) => ({ cache: {}, ...routes(get({ cache: { keyParameters: ["querystring.Roll"] } }))(b) }),
    "use parameters of the route: it has none",
  ],
  [
    "one caller's answer for another",
    () => ({
      ...noPlan,
      cache: {},
      routes: [get({ authorizer: "iam", unauthenticatedReason: undefined, cache: { keyParameters: [] } })()],
    }),
    "add header.Authorization, or sharedBetweenCallers",
  ],
  [
    "how long answers are kept",
    (b) => ({ cache: {}, ...routes(get({ cache: { keyParameters: [], ttlSeconds: 0 } }))(b) }),
    "cache.ttlSeconds is 0",
  ],
  ["a cache's size", () => ({ cache: { sizeGigabytes: "1" as never } }), 'cache.sizeGigabytes is "1"'],
  ["a key without a plan", () => ({ usagePlan: undefined }), "usagePlan is missing; give one, a key outside a plan"],
  [
    "a keyed route without a plan",
    () => ({ usagePlan: undefined, apiKeys: undefined }),
    "POST /addstudentdetails asks for a key",
  ],
  [
    "a plan that limits nobody",
    (b) => ({ routes: [addRoute(b, { apiKeyRequired: false })] }),
    "set apiKeyRequired on a route",
  ],
  ["a key twice", () => ({ apiKeys: [{ name: "a" }, { name: "a" }] }), 'apiKeys is "a"; name each key once'],
  ["a key's name", () => ({ apiKeys: [{ name: "a b" }] }), 'apiKeys is "a b"'],
  ["a rate of nothing", () => ({ throttle: { rateLimit: 0, burstLimit: 1 } }), "throttle.rateLimit is 0"],
  ["a broken burst", first({ throttle: { rateLimit: 1, burstLimit: 0.5 } }), "throttle.burstLimit is 0.5"],
  [
    "a quota of nothing",
    () => ({ usagePlan: { rateLimit: 1, burstLimit: 1, quota: { limit: 0, period: "DAY" } } }),
    "usagePlan.quota.limit is 0",
  ],
  [
    "a quota's period",
    () => ({ usagePlan: { rateLimit: 1, burstLimit: 1, quota: { limit: 1, period: "YEAR" as never } } }),
    'usagePlan.quota.period is "YEAR"',
  ],
  ["no origin", () => ({ cors: { allowOrigins: [] } }), "cors.allowOrigins is []"],
  ["all origins and one", () => ({ cors: { allowOrigins: ["*", "https://a.example.org"] } }), "use * alone"],
  [
    "an origin with a path",
    () => ({ cors: { allowOrigins: ["https://a.example.org/"] } }),
    "use scheme, host and port alone",
  ],
  ["a header that is none", () => ({ cors: { allowHeaders: ["X Y"] } }), 'cors.allowHeaders is "X Y"'],
  ["a readable header that is none", () => ({ cors: { exposeHeaders: ["X,Y"] } }), 'cors.exposeHeaders is "X,Y"'],
  [
    "a domain with a scheme",
    () => ({ domain: { domainName: "https://a.example.org", certificateArn: "c", hostedZoneId: "z" } }),
    "domain.domainName is",
  ],
  [
    "a base path with a slash",
    () => ({ domain: { domainName: "a.example.org", certificateArn: "c", hostedZoneId: "z", basePath: "/v1" } }),
    'domain.basePath is "/v1"',
  ],
  [
    "a retention that CloudWatch Logs does not know",
    () => ({ accessLogRetentionDays: 31 }),
    "accessLogRetentionDays is 31; use one of 1, 3, 5",
  ],
];

const right: [string, Change][] = [
  ["an origin that is not known yet", () => ({ cors: { allowOrigins: [pulumi.output("https://a.example.org")] } })],
  ["an origin with a port", () => ({ cors: { allowOrigins: ["http://localhost:3000"] } })],
  ["a function exactly as patient as the gateway", first({ timeoutMilliseconds: 10_000 })],
  [
    "a VPC without TLS for a reason",
    routes(
      get({
        integration: vpcLink({
          url: "http://internal",
          vpcLinkId: "l",
          unencryptedReason: "TLS ends at the load balancer of the mesh.",
        }),
      }),
    ),
  ],
  ["the root and a greedy parameter", routes(get({ path: "/" }), get({ path: "/{proxy+}" }))],
  [
    "a cached answer that callers share",
    () => ({
      ...noPlan,
      cache: {},
      routes: [
        get({
          authorizer: "iam",
          unauthenticatedReason: undefined,
          cache: { keyParameters: [], sharedBetweenCallers: true },
        })(),
      ],
    }),
  ],
  [
    "a larger body that the web ACL lists",
    (b) => ({
      ...first({ maxBodyBytes: 9000 })(b),
      webAcl: {
        largeBodyRoutes: [{ path: "/addstudentdetails", maxBodyBytes: 9000 }],
        protect: () => undefined,
        acl: { visibilityConfig: { metricName: "a" } },
      } as never,
    }),
  ],
  [
    "a function of 29 seconds",
    ({ key }) => ({
      ...noPlan,
      routes: [
        get({
          integration: lambdaProxy(
            new Function("slow", {
              entry: "functions/students/get.ts",
              description: "Slow.",
              key,
              timeoutSeconds: 29,
            }),
          ),
        })(),
      ],
    }),
  ],
];

interface Attempt {
  error?: Error;
  /** Resources of API Gateway that were made. */
  made: string[];
}

/** Constructs one API for each change, all in one program, and tells what came of each. */
async function attempts(changes: Change[]): Promise<Attempt[]> {
  const errors: (Error | undefined)[] = [];
  const { resources } = await recordProgram(() => {
    const behind = backends();
    changes.forEach((change, index) => {
      try {
        new RestApi(`api${index}`, studentsArgs(behind, { apiName: `api${index}`, ...change(behind) }));
        errors.push(undefined);
      } catch (error) {
        errors.push(error as Error);
      }
    });
  });
  return errors.map((error, index) => ({
    error,
    made: resources
      .filter(({ type, name }) => type.startsWith("aws:") && name.startsWith(`api${index}-`))
      .map(({ name }) => name),
  }));
}

describe("a RestApi refuses", () => {
  let found: Attempt[];

  before(async () => {
    found = await attempts(wrong.map(([, change]) => change));
  });

  wrong.forEach(([what, , message], index) => {
    it(what, () => {
      const { error, made } = found[index]!;
      expect(error).to.be.instanceOf(InputError);
      expect(error!.message.startsWith(`platform:api:RestApi "api${index}": `), error!.message).to.equal(true);
      expect(error!.message).to.include(message);
      // Nothing is made, beside the component that was to hold it.
      expect(made).to.deep.equal([]);
    });
  });
});

describe("a RestApi takes", () => {
  let found: Attempt[];

  before(async () => {
    found = await attempts(right.map(([, change]) => change));
  });

  right.forEach(([what], index) => {
    it(what, () => {
      const { error, made } = found[index]!;
      expect(error).to.equal(undefined);
      expect(made).to.include(`api${index}-deployment`);
    });
  });
});
