import { counted } from "../../components/observability/counted";
import { sqs } from "../../components/api/integrations";
import { RestApi } from "../../components/api/rest-api";
import { Function } from "../../components/compute/function";
import { WebAcl } from "../../components/edge/web-acl";
import { Queue } from "../../components/messaging/queue";
import { intakeRoute } from "../../functions/intake/routes";
import { apiDomain } from "./api-domain";
import { identity } from "./identity";
import { jwtAuthorizer } from "./jwt-authorizer";
import { isReleased } from "./released";
import { students } from "./students";
import type { System } from "./system";

const TIMEOUT_SECONDS = 20;

/** R7: takes students into a queue and stores them later; the caller is answered before the work is done. */
export const intake: System<"intake"> = {
  name: "intake",
  needs: ["identity", "students"],
  build(context) {
    const { environment, settings, options } = context;
    const key = context.key();
    const { acceptedPools, origins } = context.resultOf(identity);
    const { table } = context.resultOf(students);

    const queue = new Queue(
      "intake",
      { key, visibilityTimeoutSeconds: 6 * TIMEOUT_SECONDS, maxReceiveCount: 5, removal: environment.removal },
      options,
    );
    const store = new Function(
      "store-students",
      {
        entry: intakeRoute.entry,
        functionName: "storeStudents",
        description: "Stores the students that wait in the queue.",
        key,
        environment: { TABLE_NAME: table.tableName },
        progressiveDeployment: isReleased(environment, "store-students"),
        timeoutSeconds: TIMEOUT_SECONDS,
        logRetentionDays: environment.logRetentionDays,
        reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrency),
        deadLetterQueue: context.undeliverable,
      },
      options,
    );
    table.grantWrite(store, { actions: ["dynamodb:PutItem"] });
    store.addQueueSource(queue, { batchSize: 10, maximumBatchingWindowSeconds: 1 });

    const webAcl = new WebAcl(
      "intake-acl",
      {
        scope: "REGIONAL",
        key,
        largeBodyRoutes: [{ path: intakeRoute.path, maxBodyBytes: intakeRoute.maxBodyBytes }],
        logRetentionDays: environment.logRetentionDays,
        logDelivery: context.logDelivery(),
      },
      options,
    );
    const { method, path, scopes, requestModel, requestTemplate, responseTemplate, maxBodyBytes } = intakeRoute;
    const api = new RestApi(
      "intake-api",
      {
        apiName: "intake",
        description: "Takes students to be stored later.",
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
            integration: sqs(queue, { requestTemplate, responseTemplate }),
          },
        ],
        authorizers: { jwt: jwtAuthorizer(context, acceptedPools, settings.reservedConcurrencyAuthorizer) },
        errorBody: "platform",
        cors: { allowOrigins: origins },
        webAcl,
        accessLogRetentionDays: environment.logRetentionDays,
        domain: apiDomain(context, "intake-api"),
      },
      options,
    );
    return {
      functions: { "store-students": store },
      outputs: {
        url: api.url,
        apiId: api.apiId,
        queue: queue.url,
        deadLetterQueue: queue.deadLetterUrl,
        function: store.functionName,
      },
      business: [
        {
          kind: "graph",
          title: "Students out of the queue",
          metrics: [counted(store, "StudentStored", "stored"), counted(store, "StudentSuperseded", "superseded")],
        },
      ],
      monitoring: [api.monitoring, queue.monitoring, store.monitoring, webAcl.monitoring],
    };
  },
};
