import * as pulumi from "@pulumi/pulumi";
import { lambdaProxy } from "../../components/api/integrations";
import { RestApi } from "../../components/api/rest-api";
import { Function } from "../../components/compute/function";
import { Table } from "../../components/data/table";
import { WebAcl } from "../../components/edge/web-acl";
import { Queue } from "../../components/messaging/queue";
import { Stream } from "../../components/messaging/stream";
import { counted } from "../../components/observability/counted";
import { chartRoute, reportFunction, topRoute } from "../../functions/trends/routes";
import { BY_HOUR } from "../../functions/trends/by-hour";
import { apiDomain } from "./api-domain";
import { identity } from "./identity";
import { jwtAuthorizer } from "./jwt-authorizer";
import { isReleased } from "./released";
import type { System, SystemContext } from "./system";
import { trendsExport } from "./trends-export";

/** The longest that a mapping can be told to try a record. */
const LONGEST_RECORD_AGE_SECONDS = 604_800;

/** R10: counts the hashtags of a feed by the hour, each post once, and reports the ten used most. */
export const trends: System<"trends"> = {
  name: "trends",
  needs: ["identity"],
  build(context) {
    const { environment, settings, options } = context;
    const key = context.key();
    const { removal } = environment;

    const stream = new Stream("trends", { key, removal }, options);
    const counts = new Table(
      "trends-counts",
      {
        key,
        partitionKey: { name: "hashtag", type: "S" },
        sortKey: { name: "hour", type: "S" },
        indexes: [
          {
            name: BY_HOUR,
            partitionKey: { name: "hour", type: "S" },
            sortKey: { name: "count", type: "N" },
            projection: "KEYS_ONLY",
          },
        ],
        removal,
      },
      options,
    );
    // The ids of posts that are counted, for longer than the stream keeps a record.
    const countedPosts = new Table(
      "trends-counted",
      { key, partitionKey: { name: "id", type: "S" }, timeToLiveAttribute: "expiration", removal },
      options,
    );
    const failed = new Queue(
      "trends-failed",
      { key, visibilityTimeoutSeconds: 60, deadLetter: false, removal },
      options,
    );
    const count = new Function(
      "count-hashtags",
      {
        entry: "functions/trends/count.ts",
        functionName: "countHashtags",
        description: "Counts the hashtags of posts, each post once.",
        key,
        environment: {
          COUNTS_TABLE_NAME: counts.tableName,
          COUNTED_TABLE_NAME: countedPosts.tableName,
          FAILED_QUEUE_URL: failed.url,
        },
        progressiveDeployment: isReleased(environment, "count-hashtags"),
        timeoutSeconds: 60,
        memoryMegabytes: 512,
        logRetentionDays: environment.logRetentionDays,
        reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrencyCount),
        deadLetterQueue: context.undeliverable,
      },
      options,
    );
    counts.grantWrite(count, { actions: ["dynamodb:UpdateItem"] });
    countedPosts.grantWrite(count, { actions: ["dynamodb:PutItem"] });
    // Its permission to send to the queue, which it also uses itself, comes with the mapping.
    count.addStreamSource(stream, {
      batchSize: 500,
      maximumBatchingWindowSeconds: 1,
      onFailure: failed,
      // The function sets aside what is no post, so what fails is the table, its key or the queue, and passes. A post that is
      // given up meanwhile is in no count, and nothing replays it; one that waits is only late, and there is an alarm.
      maximumRetryAttempts: "untilExpired",
      maximumRecordAgeSeconds: Math.min(stream.retentionHours * 3600, LONGEST_RECORD_AGE_SECONDS),
      bisectBatchOnFunctionError: true,
    });

    const exported = trendsExport(context, counts);
    const { api, report, webAcl } = reportApi(context, counts);
    return {
      functions: { "trends-report": report, "count-hashtags": count },
      outputs: {
        stream: stream.streamName,
        table: counts.tableName,
        url: api.url,
        apiId: api.apiId,
        failedQueue: failed.url,
        countFunction: count.functionName,
        reportFunction: report.functionName,
        ...exported.outputs,
      },
      business: [
        {
          kind: "graph",
          title: "Posts",
          metrics: [
            counted(count, "RecordsCounted", "counted"),
            counted(count, "PostsRepeated", "repeated"),
            counted(count, "PostsRejected", "set aside"),
          ],
        },
      ],
      monitoring: [
        stream.monitoring,
        count.monitoring,
        counts.monitoring,
        countedPosts.monitoring,
        failed.monitoring,
        api.monitoring,
        report.monitoring,
        webAcl.monitoring,
        ...exported.monitoring,
      ],
    };
  },
};

function reportApi(context: SystemContext<"trends">, counts: Table) {
  const { environment, settings, options } = context;
  const key = context.key();
  const { acceptedPools, origins } = context.resultOf(identity);
  const report = new Function(
    "trends-report",
    {
      ...reportFunction,
      description: "Reports the hashtags used most, as JSON and as a chart.",
      key,
      environment: { COUNTS_TABLE_NAME: counts.tableName, ALLOWED_ORIGINS: pulumi.jsonStringify(origins) },
      progressiveDeployment: isReleased(environment, "trends-report"),
      timeoutSeconds: 20,
      memoryMegabytes: 512,
      logRetentionDays: environment.logRetentionDays,
      reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrencyReport),
      deadLetterQueue: context.undeliverable,
    },
    options,
  );
  counts.grantRead(report, { actions: ["dynamodb:Query"] });
  const webAcl = new WebAcl(
    "trends-acl",
    { scope: "REGIONAL", key, logRetentionDays: environment.logRetentionDays, logDelivery: context.logDelivery() },
    options,
  );
  const api = new RestApi(
    "trends-api",
    {
      apiName: "trends",
      description: "Reports the hashtags used most.",
      key,
      stageName: environment.stageName,
      routes: [topRoute, chartRoute].map((route) => ({
        ...route,
        authorizer: "jwt" as const,
        integration: lambdaProxy(report),
      })),
      authorizers: { jwt: jwtAuthorizer(context, acceptedPools, settings.reservedConcurrencyAuthorizer) },
      errorBody: "platform",
      cors: { allowOrigins: origins },
      webAcl,
      accessLogRetentionDays: environment.logRetentionDays,
      domain: apiDomain(context, "trends-api"),
    },
    options,
  );
  return { api, report, webAcl };
}
