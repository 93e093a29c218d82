import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { Function, type FunctionArgs } from "../compute/function";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Queue } from "../messaging/queue";
import type { Monitoring } from "../observability/monitoring";
import { routesVariable, type AuthorizedRoute } from "./lambda-authorizer-routes";
import { tokenAuthorizerSettings } from "./token-authorizer-settings";

export type { AuthorizedRoute } from "./lambda-authorizer-routes";

/** A user pool whose tokens are accepted, of this account or another: what counts is the pool's public keys. */
export interface AcceptedPool {
  /** For example `eu-west-1_AbCdEfGhI`. */
  userPoolId: pulumi.Input<string>;
  /** Clients whose tokens are accepted; at least one. */
  clientIds: pulumi.Input<string>[];
  /** Region of the pool. Default the function's. */
  region?: pulumi.Input<string>;
}

export interface LambdaAuthorizerArgs {
  /** Pools whose tokens are accepted, at least one. */
  pools: AcceptedPool[];
  /** Every route of the API that tokens are checked for, with the scopes each asks for. */
  routes: AuthorizedRoute[];
  /** Encrypts the function's environment and logs. */
  key: Key;
  /**
   * What the function is given: `TOKEN` only the `Authorization` header, and only if it looks like a bearer token; `REQUEST`
   * the whole request without its body. Default `TOKEN`.
   */
  type?: "TOKEN" | "REQUEST";
  /**
   * Seconds a decision is kept for a token, 0 to 3600. Default 300. A decision covers every route of the API, so the answer
   * for one route holds for the next; a token whose scopes or pool are no longer accepted works until then. One that expires
   * does not: the decision itself denies everything from the token's end on, a 403 instead of a 401 until it is forgotten.
   */
  resultTtlSeconds?: number;
  /** The handler. Default `functions/authorizer/authorize.ts`. */
  entry?: string;
  functionName?: string;
  /** Concurrent executions kept for the function, so that other functions cannot shut callers out. Default none kept. */
  reservedConcurrency?: number;
  /** The account's queue of undeliverable events. API Gateway invokes and waits, so nothing should ever come here. */
  deadLetterQueue?: Queue;
  /** Days that log records are kept. Default 30. */
  logRetentionDays?: number;
  permissionsBoundary?: pulumi.Input<string>;
  /** Adjusts the function's arguments. */
  overrides?: { function?: FunctionArgs["overrides"] };
}

/** What an API needs to make its authorizer of this component. */
export type AuthorizerSettings = Omit<aws.apigateway.AuthorizerArgs, "restApi">;

const TYPE = "platform:access:LambdaAuthorizer";
const PAGE = "https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html";

/**
 * The function that checks the platform's tokens for a REST API: signature, issuer, client, expiry, and the scopes that
 * each route asks for. A RestApi with `jwt` routes makes its own; made apart, in another account too, it is handed to the
 * API as `authorizers: { jwt: { authorizer } }`.
 *
 * API Gateway keeps the returned policy for a token and applies it to every route of the API. Therefore the policy names all
 * routes the token may call, and the function knows all of them from its environment.
 *
 * API Gateway invokes it by a permission on its alias with the ARN of the one authorizer, not with a role: a role would be
 * one more thing that can be assumed, and is limited to the function only, not to the authorizer.
 *
 * @example
 * new LambdaAuthorizer("tokens", {
 *   key,
 *   pools: [{ userPoolId: users.poolId, clientIds: [users.clients.web.clientId] }],
 *   routes: [{ method: "POST", path: "/students", scopes: ["students/write"] }],
 * });
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export class LambdaAuthorizer extends PlatformComponent {
  readonly function: Function;
  readonly routes: AuthorizedRoute[];
  readonly monitoring: Monitoring;
  private readonly settings: AuthorizerSettings;

  /**
   * @throws InputError for a missing pool, client or route, or routes that do not fit into the environment
   */
  constructor(name: string, args: LambdaAuthorizerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("access", "LambdaAuthorizer", name, opts);
    checkArgs(name, args);
    const routes = routesVariable(TYPE, name, args.routes);
    this.routes = args.routes;
    this.function = this.createFunction(name, args, routes);
    this.settings = this.createSettings(name, args);
    this.monitoring = { ...this.function.monitoring, title: `Authorizer ${name}`, component: name };
    this.registerOutputs({ functionName: this.function.functionName });
  }

  /** Arguments of the `aws.apigateway.Authorizer` that an API makes. */
  authorizerSettings(): AuthorizerSettings {
    return this.settings;
  }

  /**
   * Lets one authorizer of one API invoke the function.
   *
   * @param name unique per authorizer function, the API's name
   * @param sourceArn of the authorizer, below the API's execution ARN
   * @param sourceAccount account of the API
   */
  allowAuthorizer(
    name: string,
    sourceArn: pulumi.Output<string>,
    sourceAccount: pulumi.Input<string>,
  ): aws.lambda.Permission {
    return this.function.allowInvoke(name, { service: "apigateway.amazonaws.com", sourceArn, sourceAccount });
  }

  private createFunction(name: string, args: LambdaAuthorizerArgs, routes: string): Function {
    const { region } = accountOf(this);
    const pools = args.pools.map((pool) => ({ region, ...pool }));
    return new Function(
      `${name}-function`,
      {
        entry: args.entry ?? "functions/authorizer/authorize.ts",
        functionName: args.functionName ?? name,
        description: "Checks tokens and scopes for an API.",
        key: args.key,
        // Below any route's timeout: verifying takes milliseconds, the rest is for fetching a pool's keys once.
        timeoutSeconds: 5,
        reservedConcurrency: args.reservedConcurrency,
        deadLetterQueue: args.deadLetterQueue,
        logRetentionDays: args.logRetentionDays,
        permissionsBoundary: args.permissionsBoundary,
        environment: {
          ROUTES: routes,
          USER_POOLS: pulumi.jsonStringify(
            pools.map(({ userPoolId, clientIds, region: poolRegion }) => ({
              userPoolId,
              clientIds,
              region: poolRegion,
            })),
          ),
        },
        overrides: args.overrides?.function,
      },
      this.childOptions(),
    );
  }

  private createSettings(name: string, args: LambdaAuthorizerArgs): AuthorizerSettings {
    const { type, resultTtlSeconds } = args;
    return tokenAuthorizerSettings({ name, authorizerUri: this.function.qualifiedInvokeArn, type, resultTtlSeconds });
  }
}

function checkArgs(name: string, args: LambdaAuthorizerArgs): void {
  const check = inputChecks(TYPE, name);
  if (!args.pools.length) check.fail("pools", [], "give at least one user pool, else no token is ever accepted");
  args.pools.forEach(({ clientIds }, index) => {
    const fix = "name the clients whose tokens are accepted, else every client of the pool is";
    if (!clientIds.length) check.fail(`pools[${index}].clientIds`, [], fix);
  });
  check.integer("resultTtlSeconds", args.resultTtlSeconds, 0, 3600, PAGE);
}
