import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { Function } from "../compute/function";
import type { WebAcl } from "../edge/web-acl";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Queue } from "../messaging/queue";
import type { Monitoring } from "../observability/monitoring";
import type { AuthorizersArgs } from "./authorizers";
import type { CustomDomainArgs } from "./custom-domain";
import { lambdaProxy } from "./integrations";
import { RestApi } from "./rest-api";
import type { HttpMethod, Route } from "./route";
import type { UsagePlanArgs } from "./usage-plan";

/** Who may call a keyed API, beside having a key. */
export type KeyedAuthorization =
  /** Signed requests of identities that IAM allows to; needs nothing else. */
  | { kind: "iam" }
  /** Access tokens that carry the scopes. */
  | { kind: "jwt"; jwt: NonNullable<AuthorizersArgs["jwt"]>; scopes: string[] }
  /** The key alone, which tells clients apart and is no proof of who calls. The policy pack refuses it. */
  | { kind: "none"; reason: string };

export interface KeyedApiArgs {
  /** What the API is for, in a sentence. */
  description: string;
  /** Encrypts environment and logs; its policy must let CloudWatch Logs use it. */
  key: Key;
  /** The handler's file, from the repository's root; it gets and answers API Gateway's proxy events. */
  entry: string;
  /** From the root, for example `/ping`. Default `/`. */
  path?: string;
  /** Default GET. */
  method?: HttpMethod;
  /** JSON schema, draft 4, of the body; required for POST, PUT and PATCH. */
  requestModel?: object;
  /** Clients, each with a key of its own. At least one. */
  clients: string[];
  /** Limits of each client. Default 10 requests per second, 20 at once, 10,000 a month. */
  usagePlan?: UsagePlanArgs;
  /** Default `{ kind: "iam" }`. */
  authorization?: KeyedAuthorization;
  /** Default `live`. */
  stageName?: string;
  /** Physical name of API and function. Default the component's name. */
  apiName?: string;
  /** Environment variables of the handler. No secrets. */
  environment?: Record<string, pulumi.Input<string>>;
  /** True where a `Release` moves the function's alias to new versions. Default false: deployments move it, all at once. */
  progressiveDeployment?: boolean;
  /** Seconds, 1 to 29. Default 10. */
  timeoutSeconds?: number;
  /** Default none kept. */
  reservedConcurrency?: number;
  /** The account's queue of undeliverable events. */
  deadLetterQueue?: Queue;
  webAcl?: WebAcl;
  domain?: CustomDomainArgs;
  /** Days that logs are kept. Default 30. */
  logRetentionDays?: number;
}

const TYPE = "platform:api:KeyedApi";

/**
 * An API whose clients have keys: function, routes, usage plan and keys in one. Without a key the answer is 403, above the
 * plan 429. Another team uses it from the components alone.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 *
 * @example
 * const key = new Key("quotes", { description: "Data of quotes" });
 * const quotes = new KeyedApi("quotes", {
 *   description: "Quotes of the day.",
 *   key,
 *   entry: "functions/quotes/get.ts",
 *   path: "/quote",
 *   clients: ["shop"],
 * });
 * export const url = quotes.url;
 * export const shopKey = quotes.apiKey("shop");
 */
export class KeyedApi extends PlatformComponent {
  readonly function: Function;
  readonly api: RestApi;
  /** Base of the API's URLs, without a slash at the end. */
  readonly url: pulumi.Output<string>;
  readonly monitoring: Monitoring;

  /** @throws InputError without a client, or for what API Gateway or Lambda would refuse */
  constructor(name: string, args: KeyedApiArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = inputChecks(TYPE, name);
    if (!args.clients.length) check.fail("clients", [], "name at least one: without a key nobody can call the API");
    const twice = args.clients.find((client, index) => args.clients.indexOf(client) !== index);
    if (twice) check.fail("clients", twice, "list each client once");
    super("api", "KeyedApi", name, opts);
    const apiName = args.apiName ?? name;

    this.function = new Function(
      `${name}-function`,
      {
        entry: args.entry,
        functionName: apiName,
        description: args.description,
        key: args.key,
        environment: args.environment,
        progressiveDeployment: args.progressiveDeployment,
        timeoutSeconds: args.timeoutSeconds,
        reservedConcurrency: args.reservedConcurrency,
        deadLetterQueue: args.deadLetterQueue,
        logRetentionDays: args.logRetentionDays,
      },
      { parent: this },
    );
    const authorization = args.authorization ?? { kind: "iam" };
    this.api = new RestApi(
      `${name}-api`,
      {
        apiName,
        description: args.description,
        key: args.key,
        stageName: args.stageName ?? "live",
        routes: [this.route(args, authorization)],
        authorizers: authorization.kind === "jwt" ? { jwt: authorization.jwt } : undefined,
        usagePlan: args.usagePlan ?? { rateLimit: 10, burstLimit: 20, quota: { limit: 10_000, period: "MONTH" } },
        apiKeys: args.clients.map((client) => ({ name: client })),
        errorBody: "platform",
        webAcl: args.webAcl,
        domain: args.domain,
        accessLogRetentionDays: args.logRetentionDays,
      },
      { parent: this },
    );
    this.url = this.api.url;
    this.monitoring = {
      title: `Keyed API ${apiName}`,
      component: name,
      alarms: [this.api, this.function].flatMap(({ monitoring }, index) =>
        monitoring.alarms.map((alarm) => ({ ...alarm, name: `${index ? "function" : "api"}-${alarm.name}` })),
      ),
      widgets: [...this.api.monitoring.widgets, ...this.function.monitoring.widgets],
      probes: this.api.monitoring.probes,
    };
    this.registerOutputs({ url: this.url });
  }

  /**
   * The value of a client's key, which it sends in `x-api-key`. It is secret.
   *
   * @throws InputError for a client that was not given
   */
  apiKey(client: string): pulumi.Output<string> {
    return this.api.apiKey(client);
  }

  private route(args: KeyedApiArgs, authorization: KeyedAuthorization): Route {
    return {
      method: args.method ?? "GET",
      path: args.path ?? "/",
      authorizer: authorization.kind,
      scopes: authorization.kind === "jwt" ? authorization.scopes : undefined,
      unauthenticatedReason: authorization.kind === "none" ? authorization.reason : undefined,
      apiKeyRequired: true,
      requestModel: args.requestModel,
      integration: lambdaProxy(this.function),
    };
  }
}
