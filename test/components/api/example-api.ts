import { RestApi, type RestApiArgs, type Route } from "../../../components/api/rest-api";
import { lambdaMapped, lambdaProxy, mock, sqs } from "../../../components/api/integrations";
import { Function } from "../../../components/compute/function";
import { Key } from "../../../components/encryption/key";
import { Queue } from "../../../components/messaging/queue";

/** What the example APIs stand on. */
export interface Backends {
  key: Key;
  add: Function;
  user: Function;
  queue: Queue;
}

/** A key, two functions and a queue. */
export function backends(): Backends {
  const key = new Key("example", { description: "An example." });
  return {
    key,
    add: new Function("add", {
      entry: "functions/students/add.ts",
      functionName: "addStudentDetails",
      description: "Stores a student.",
      key,
      aliasName: "addstudentinfo",
    }),
    user: new Function("user", { entry: "functions/students/get.ts", description: "Answers for a user.", key }),
    queue: new Queue("intake", { key, visibilityTimeoutSeconds: 60 }),
  };
}

export const requestTemplate = `{"roll":"$input.params('Roll')"}`;
export const responseTemplate = "$input.json('$.body')";

/** R1's route: a mapped function behind a key and a token. */
export function addRoute({ add }: Backends, more: Partial<Route> = {}): Route {
  return {
    method: "POST",
    path: "/addstudentdetails",
    authorizer: "jwt",
    scopes: ["students/write"],
    apiKeyRequired: true,
    validation: "parameters",
    requestParameters: { "querystring.Roll": true },
    integration: lambdaMapped(add, { aliasStageVariable: "collegealias", requestTemplate, responseTemplate }),
    ...more,
  };
}

/** Arguments of an API with R1's route alone, and `more`. */
export function studentsArgs(behind: Backends, more: Partial<RestApiArgs> = {}): RestApiArgs {
  return {
    description: "Adds and fetches students.",
    key: behind.key,
    apiName: "students-api",
    stageName: "Dev",
    stageVariables: { collegealias: "addstudentinfo" },
    authorizers: { jwt: { pools: [{ userPoolId: "eu-west-1_Pool", clientIds: ["web-client"] }] } },
    usagePlan: { rateLimit: 100, burstLimit: 50, quota: { limit: 10_000, period: "MONTH" } },
    apiKeys: [{ name: "pages" }],
    cors: { allowOrigins: ["https://students.example.org"] },
    routes: [addRoute(behind)],
    ...more,
  };
}

export const studentModel = {
  type: "object",
  required: ["Roll"],
  properties: { Roll: { type: "string", maxLength: 64 } },
};

/** An API without functions: one route with a signature, answered by the gateway. */
export function plainApi(more: Partial<RestApiArgs> = {}): RestApi {
  const route: Route = { method: "POST", path: "/a", authorizer: "iam", integration: mock() };
  const key = new Key("example", { description: "An example." });
  return new RestApi("students", { description: "A test.", key, stageName: "Dev", routes: [route], ...more });
}

/** An API with routes of every kind. */
export function everythingArgs(behind: Backends, more: Partial<RestApiArgs> = {}): RestApiArgs {
  return studentsArgs(behind, {
    authorizers: {
      jwt: { pools: [{ userPoolId: "eu-west-1_Pool", clientIds: ["web-client"] }] },
      cognito: { userPoolArns: ["arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Pool"] },
    },
    resourcePolicy: [{ Effect: "Allow", Principal: "*", Action: "execute-api:Invoke" }],
    routes: [
      addRoute(behind),
      {
        method: "POST",
        path: "/students",
        authorizer: "jwt",
        scopes: ["students/write"],
        requestModel: studentModel,
        integration: sqs(behind.queue),
      },
      {
        method: "GET",
        path: "/user",
        authorizer: "cognito",
        scopes: ["users/read"],
        integration: lambdaProxy(behind.user),
      },
      { method: "GET", path: "/users/{id}/orders", authorizer: "iam", integration: lambdaProxy(behind.user) },
      {
        method: "GET",
        path: "/health",
        authorizer: "none",
        unauthenticatedReason: "Says only that the API is there.",
        integration: mock({ body: '{"status":"ok"}', headers: { "Cache-Control": "no-store" } }),
      },
    ],
    ...more,
  });
}

/** Makes the API of these arguments. */
export function makeApi(args: (behind: Backends) => RestApiArgs): RestApi {
  return new RestApi("students", args(backends()));
}
