import * as pulumi from "@pulumi/pulumi";
import { Function } from "../../components/compute/function";
import { Schedule } from "../../components/compute/schedule";
import { Bucket } from "../../components/data/bucket";
import { QuickSightDataSet } from "../../components/data/quick-sight-data-set";
import type { Table } from "../../components/data/table";
import type { Monitoring } from "../../components/observability/monitoring";
import { countColumns } from "../../functions/trends/count-columns";
import type { SystemContext } from "./system";

/** The counts as files. */
export interface TrendsExport {
  outputs: Record<string, pulumi.Input<unknown>>;
  monitoring: Monitoring[];
}

const PREFIX = "trends/";
const FILES = `${PREFIX}counts/`;
const MANIFEST = `${PREFIX}manifest.json`;

/**
 * Writes the counts to a bucket every hour, where the configuration asks for it, and makes them a data set of QuickSight,
 * where it asks for that too.
 */
export function trendsExport(context: SystemContext<"trends">, counts: Table): TrendsExport {
  const { environment, settings, options } = context;
  if (!settings.export) return { outputs: {}, monitoring: [] };
  const { keepDays, quickSight } = settings.export;
  const key = context.key();
  const { removal } = environment;

  const bucket = new Bucket(
    "trends-export",
    {
      key,
      accessLogs: context.accessLogBucket,
      // Each file is written anew every hour for eight days; the table has what an older version had.
      lifecycle: {
        noncurrentVersionsExpireAfterDays: 1,
        // The manifest stays.
        rules: [{ id: "expire-files", status: "Enabled", filter: { prefix: FILES }, expiration: { days: keepDays } }],
      },
      removal,
    },
    options,
  );
  const manifest = bucket.addInitialObject("manifest", {
    key: MANIFEST,
    content: pulumi.jsonStringify({
      fileLocations: [{ URIPrefixes: [pulumi.interpolate`s3://${bucket.bucketName}/${FILES}`] }],
      globalUploadSettings: { format: "CSV", delimiter: ",", textqualifier: '"', containsHeader: "true" },
    }),
    contentType: "application/json",
  });
  const exporter = new Function(
    "export-trends",
    {
      entry: "functions/trends/export.ts",
      functionName: "exportTrends",
      description: "Writes the counts of hashtags to files, one a day.",
      key,
      environment: { COUNTS_TABLE_NAME: counts.tableName, EXPORT_BUCKET: bucket.bucketName, EXPORT_PREFIX: FILES },
      timeoutSeconds: 300,
      memoryMegabytes: 512,
      logRetentionDays: environment.logRetentionDays,
      // Two at a time could leave older counts.
      reservedConcurrency: context.reservedConcurrency(1),
      deadLetterQueue: context.undeliverable,
    },
    options,
  );
  counts.grantRead(exporter, { actions: ["dynamodb:Query"] });
  bucket.grantWrite(exporter, { prefix: FILES });
  const schedule = new Schedule(
    "export-trends-hourly",
    {
      function: exporter,
      description: "Writes the counts of hashtags to files.",
      // Once the hour before is complete, and before QuickSight reads.
      expression: "cron(5 * * * ? *)",
      deadLetterQueue: context.undeliverable,
      immediately: true,
    },
    options,
  );
  const dataSet =
    quickSight &&
    new QuickSightDataSet(
      "trends-quicksight",
      {
        bucket,
        prefix: PREFIX,
        manifestKey: MANIFEST,
        dataSetId: `${environment.name}-trends`,
        title: `Hashtag trends (${environment.name})`,
        columns: [...countColumns],
        readers: quickSight.readers,
        refresh: quickSight.refresh,
      },
      pulumi.mergeOptions(options, { dependsOn: [manifest, schedule.firstRun!] }),
    );
  return {
    outputs: {
      exportBucket: bucket.bucketName,
      exportPrefix: FILES,
      exportManifest: MANIFEST,
      exportFunction: exporter.functionName,
      ...(dataSet && { quickSightDataSet: dataSet.dataSet.arn }),
    },
    monitoring: [bucket, exporter, schedule, ...(dataSet ? [dataSet] : [])].map(({ monitoring }) => monitoring),
  };
}
