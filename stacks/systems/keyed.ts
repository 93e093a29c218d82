import { KeyedApi } from "../../components/api/keyed-api";
import { WebAcl } from "../../components/edge/web-acl";
import { counted } from "../../components/observability/counted";
import { apiDomain } from "./api-domain";
import { identity } from "./identity";
import { jwtAuthorizer } from "./jwt-authorizer";
import { isReleased } from "./released";
import type { System } from "./system";

/** R19: an API whose clients have keys, made of the one component that other teams use for theirs. */
export const keyed: System<"keyed"> = {
  name: "keyed",
  needs: ["identity"],
  build(context) {
    const { environment, settings, options } = context;
    const key = context.key();
    const { acceptedPools } = context.resultOf(identity);
    const webAcl = new WebAcl(
      "keyed-acl",
      { scope: "REGIONAL", key, logRetentionDays: environment.logRetentionDays, logDelivery: context.logDelivery() },
      options,
    );
    const api = new KeyedApi(
      "keyed",
      {
        apiName: "keyed",
        description: "Says that it works, to clients with a key.",
        key,
        entry: "functions/keyed/ping.ts",
        path: "/ping",
        clients: settings.clients,
        stageName: environment.stageName,
        authorization: {
          kind: "jwt",
          jwt: jwtAuthorizer(context, acceptedPools, settings.reservedConcurrencyAuthorizer),
          scopes: ["students/read"],
        },
        usagePlan: {
          rateLimit: settings.rateLimit,
          burstLimit: settings.burstLimit,
          quota: { limit: settings.quotaPerMonth, period: "MONTH" },
        },
        progressiveDeployment: isReleased(environment, "keyed"),
        reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrency),
        deadLetterQueue: context.undeliverable,
        logRetentionDays: environment.logRetentionDays,
        webAcl,
        domain: apiDomain(context, "keyed-api"),
      },
      options,
    );
    return {
      functions: { keyed: api.function },
      outputs: { url: api.url, apiKeys: Object.fromEntries(settings.clients.map((name) => [name, api.apiKey(name)])) },
      business: [
        {
          kind: "graph",
          title: "Calls by client",
          // Counted by the key's id, which is what API Gateway tells the function; the key itself stands nowhere.
          metrics: settings.clients.map((name) =>
            counted(api.function, "Called", name, { client: api.api.apiKeys[name]!.id }),
          ),
        },
      ],
      monitoring: [api.monitoring, webAcl.monitoring],
    };
  },
};
