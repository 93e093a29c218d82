import type * as pulumi from "@pulumi/pulumi";
import { Function } from "../../components/compute/function";
import { Secret } from "../../components/data/secret";
import { Table } from "../../components/data/table";
import type { Queue } from "../../components/messaging/queue";
import type { Monitoring } from "../../components/observability/monitoring";
import type { SystemContext } from "./system";

/** What receives events. */
export interface EventConnectors {
  /** By each name that a rule may use: the short one, and the function's. */
  byTarget: Record<string, Function>;
  /** Each once. */
  functions: Function[];
  /** Events of the target `table`. */
  table: Table;
  /** Holds the bearer token of the web service; absent where it asks for none. */
  webServiceSecretArn?: pulumi.Output<string>;
  monitoring: Monitoring[];
}

const DELIVER_TIMEOUT_SECONDS = 30;

/**
 * The connectors of the event pipeline: functions that are invoked asynchronously, each with its own retries.
 *
 * @param failed takes the events that a connector gives up
 */
export function eventConnectors(context: SystemContext<"events">, failed: Queue): EventConnectors {
  const { environment, settings, options } = context;
  const key = context.key();
  const shared = {
    key,
    logRetentionDays: environment.logRetentionDays,
    deadLetterQueue: context.undeliverable,
    onFailure: failed,
    maximumRetryAttempts: 2,
  };

  const table = new Table(
    "events-stored",
    { key, partitionKey: { name: "id", type: "S" }, removal: environment.removal },
    options,
  );
  const store = new Function(
    "store-event",
    {
      ...shared,
      entry: "functions/events/store.ts",
      functionName: "storeEvent",
      description: "Stores an event in a table, once per id.",
      environment: { TABLE_NAME: table.tableName },
      reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrencyStore),
    },
    options,
  );
  table.grantWrite(store, { actions: ["dynamodb:PutItem"] });

  // What was delivered, so that nothing is delivered twice, and whether the service works.
  const state = new Table(
    "events-state",
    {
      key,
      partitionKey: { name: "id", type: "S" },
      timeToLiveAttribute: "expiration",
      removal: environment.removal,
    },
    options,
  );
  const { url, token: tokenSettings, timeoutMilliseconds } = settings.webService;
  const token =
    tokenSettings &&
    new Secret(
      "web-service-token",
      {
        key,
        secretName: `platform/${environment.name}/events/web-service`,
        description: 'Bearer token of the third party\'s web service: { "token": "…" }.',
        // No value here: a token would then be in the configuration and in the state.
        withoutRotation: "The third party issues the token: who gets a new one there puts it in.",
        removal: environment.removal,
      },
      options,
    );
  const deliver = new Function(
    "deliver-event",
    {
      ...shared,
      entry: "functions/events/deliver.ts",
      functionName: "deliverEvent",
      description: "Sends an event to a third party's web service, once per id.",
      environment: {
        STATE_TABLE_NAME: state.tableName,
        WEB_SERVICE_URL: url,
        WEB_SERVICE_TIMEOUT_MILLISECONDS: String(timeoutMilliseconds),
        ...(token && {
          WEB_SERVICE_SECRET_ARN: token.arn,
          WEB_SERVICE_SECRET_MAX_AGE_SECONDS: String(tokenSettings.maxAgeSeconds),
        }),
      },
      timeoutSeconds: DELIVER_TIMEOUT_SECONDS,
      reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrencyDeliver),
    },
    options,
  );
  state.grantWrite(deliver, { actions: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"] });
  state.grantRead(deliver, { actions: ["dynamodb:GetItem"] });
  token?.grantRead(deliver);
  return {
    byTarget: { table: store, web: deliver, storeEvent: store, deliverEvent: deliver },
    functions: [store, deliver],
    table,
    webServiceSecretArn: token?.arn,
    monitoring: [
      store.monitoring,
      table.monitoring,
      deliver.monitoring,
      state.monitoring,
      ...(token ? [token.monitoring] : []),
    ],
  };
}
