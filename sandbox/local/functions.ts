import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from "aws-lambda";
import { randomUUID } from "node:crypto";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

/** Seconds that a function behind an API has here, the platform's default. */
const TIMEOUT = 10;

/** What the authorizer and the functions of the routes are run with: the names of deployed functions. */
export interface FunctionEnvironment {
  tableName: string;
  dynamoDbEndpoint: string;
  routes: { method: string; path: string; scopes: string[] }[];
  userPool: { userPoolId: string; clientIds: string[] };
}

/** Sets what the deployed functions find in their environment, with no credentials but made-up ones. */
export function setEnvironment({ tableName, dynamoDbEndpoint, routes, userPool }: FunctionEnvironment): void {
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
  Object.assign(process.env, {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDbEndpoint,
    TABLE_NAME: tableName,
    ROUTES: JSON.stringify(routes),
    USER_POOLS: JSON.stringify([userPool]),
    POWERTOOLS_SERVICE_NAME: "students",
    POWERTOOLS_METRICS_NAMESPACE: "Platform",
    POWERTOOLS_METRICS_DISABLED: "true",
    POWERTOOLS_LOG_LEVEL: "INFO",
  });
}

/** Loads a function's handler, unchanged. To be called after {@link setEnvironment}. */
export function handlerOf<Event, Result>(entry: string): (event: Event) => Promise<Result> {
  // the environment has to be there first
  const { handler } = require(join(ROOT, entry)) as { handler: (event: Event, context: Context) => Promise<Result> };
  return (event) => handler(event, contextOf(entry));
}

/** The authorizer's handler. */
export const authorizerEntry = "functions/authorizer/authorize.ts";
export type Authorize = (event: APIGatewayRequestAuthorizerEvent) => Promise<APIGatewayAuthorizerResult>;

function contextOf(entry: string): Context {
  const started = Date.now();
  return {
    awsRequestId: randomUUID(),
    functionName: entry,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${entry}`,
    memoryLimitInMB: "256",
    getRemainingTimeInMillis: () => Math.max(0, TIMEOUT * 1000 - (Date.now() - started)),
  } as Context;
}
