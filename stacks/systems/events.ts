import * as pulumi from "@pulumi/pulumi";
import { lambdaMapped } from "../../components/api/integrations";
import { RestApi } from "../../components/api/rest-api";
import { Function } from "../../components/compute/function";
import { Bucket } from "../../components/data/bucket";
import { WebAcl } from "../../components/edge/web-acl";
import { Queue } from "../../components/messaging/queue";
import { Stream } from "../../components/messaging/stream";
import { counted } from "../../components/observability/counted";
import initialRules from "../../functions/events/initial-rules.json";
import { eventsRoute } from "../../functions/events/routes";
import { apiDomain } from "./api-domain";
import { eventAlarms } from "./event-alarms";
import { eventConnectors } from "./event-connectors";
import { eventFailures, KEEP_TIMEOUT_SECONDS } from "./event-failures";
import { identity } from "./identity";
import { jwtAuthorizer } from "./jwt-authorizer";
import { isReleased } from "./released";
import type { System, SystemContext } from "./system";

const RULES_KEY = "rules.json";

/** R9: events come in over HTTP or straight into the stream, rules in a bucket say which connectors get them. */
export const events: System<"events"> = {
  name: "events",
  needs: ["identity"],
  build(context) {
    const { environment, settings, options } = context;
    const key = context.key();
    const { removal } = environment;

    const stream = new Stream("events", { key, removal }, options);
    const failed = new Queue(
      "events-failed",
      { key, visibilityTimeoutSeconds: 6 * KEEP_TIMEOUT_SECONDS, removal },
      options,
    );
    const rules = new Bucket("events-rules", { key, accessLogs: context.accessLogBucket, removal }, options);
    // Whoever edits the document afterwards owns it: a deployment does not bring the first one back.
    rules.addInitialObject("rules", {
      key: RULES_KEY,
      content: `${JSON.stringify(initialRules, null, 2)}\n`,
      contentType: "application/json",
    });

    const connectors = eventConnectors(context, failed);
    const targets = pulumi.jsonStringify(
      Object.fromEntries(Object.entries(connectors.byTarget).map(([name, { aliasArn }]) => [name, aliasArn])),
    );
    const router = new Function(
      "route-events",
      {
        entry: "functions/events/route.ts",
        functionName: "routeEvents",
        description: "Hands each event of the stream to the connectors that the rules name.",
        key,
        environment: {
          RULES_BUCKET: rules.bucketName,
          RULES_KEY,
          RULES_MAX_AGE_SECONDS: String(settings.rulesMaxAgeSeconds),
          CONNECTORS: targets,
          FAILED_QUEUE_URL: failed.url,
        },
        progressiveDeployment: isReleased(environment, "route-events"),
        timeoutSeconds: 60,
        memoryMegabytes: 512,
        logRetentionDays: environment.logRetentionDays,
        reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrencyRoute),
        deadLetterQueue: context.undeliverable,
      },
      options,
    );
    rules.grantRead(router, { prefix: RULES_KEY, versions: true });
    for (const connector of connectors.functions) connector.grantInvoke(router);
    // Its permission to send to the queue of failures, which it also uses itself, comes with the mapping.
    router.addStreamSource(stream, {
      batchSize: 100,
      onFailure: failed,
      // Given up after a few attempts, unlike posts of the trends: events are kept and can be replayed, so a connector that
      // cannot be invoked need not hold up those of the others. What is given up is read from the stream again, so that has
      // to happen while it still has it: a day after, of seven. See decision 0043.
      maximumRetryAttempts: 5,
      bisectBatchOnFunctionError: true,
    });
    const failures = eventFailures(context, { failed, stream, connectors, targets });

    const { api, ingest, webAcl } = eventsApi(context, stream);
    return {
      functions: { "ingest-events": ingest, "route-events": router },
      outputs: {
        url: api.url,
        apiId: api.apiId,
        stream: stream.streamName,
        rulesBucket: rules.bucketName,
        rulesKey: RULES_KEY,
        table: connectors.table.tableName,
        failedTable: failures.table.tableName,
        failedQueue: failed.url,
        deadLetterQueue: failed.deadLetterUrl,
        routeFunction: router.functionName,
        replayFunction: failures.replay.functionName,
        key: key.arn,
        ...(connectors.webServiceSecretArn && { webServiceSecret: connectors.webServiceSecretArn }),
      },
      business: [
        {
          kind: "graph",
          title: "Events",
          metrics: [
            counted(ingest, "EventsAccepted", "accepted"),
            counted(router, "EventsRouted", "routed"),
            counted(router, "EventsRejected", "no events"),
            counted(failures.keep, "EventsFailed", "set aside"),
          ],
        },
      ],
      monitoring: [
        eventAlarms(),
        api.monitoring,
        ingest.monitoring,
        stream.monitoring,
        router.monitoring,
        rules.monitoring,
        ...connectors.monitoring,
        failed.monitoring,
        ...failures.monitoring,
        webAcl.monitoring,
      ],
    };
  },
};

function eventsApi(context: SystemContext<"events">, stream: Stream) {
  const { environment, settings, options } = context;
  const key = context.key();
  const { acceptedPools, origins } = context.resultOf(identity);
  const { method, path, scopes, requestModel, requestTemplate, responseTemplate, maxBodyBytes } = eventsRoute;
  const ingest = new Function(
    "ingest-events",
    {
      entry: eventsRoute.entry,
      functionName: eventsRoute.functionName,
      description: "Takes events into the stream.",
      key,
      environment: { STREAM_NAME: stream.streamName },
      progressiveDeployment: isReleased(environment, "ingest-events"),
      timeoutSeconds: 20,
      memoryMegabytes: 512,
      logRetentionDays: environment.logRetentionDays,
      reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrencyIngest),
      deadLetterQueue: context.undeliverable,
    },
    options,
  );
  stream.grantPut(ingest);
  const webAcl = new WebAcl(
    "events-acl",
    {
      scope: "REGIONAL",
      key,
      largeBodyRoutes: [{ path, maxBodyBytes }],
      logRetentionDays: environment.logRetentionDays,
      logDelivery: context.logDelivery(),
    },
    options,
  );
  const api = new RestApi(
    "events-api",
    {
      apiName: "events",
      description: "Takes events that rules hand to connectors.",
      key,
      stageName: environment.stageName,
      routes: [
        {
          method,
          path,
          authorizer: "jwt",
          scopes,
          requestModel,
          maxBodyBytes,
          integration: lambdaMapped(ingest, { requestTemplate, responseTemplate }),
        },
      ],
      authorizers: { jwt: jwtAuthorizer(context, acceptedPools, settings.reservedConcurrencyAuthorizer) },
      errorBody: "platform",
      cors: { allowOrigins: origins },
      webAcl,
      accessLogRetentionDays: environment.logRetentionDays,
      domain: apiDomain(context, "events-api"),
    },
    options,
  );
  return { api, ingest, webAcl };
}
