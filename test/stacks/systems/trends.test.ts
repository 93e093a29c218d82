import { expect } from "chai";
import type { Recorded } from "../../support/record";
import { loadAsDeployed } from "../../support/load-as-deployed";
import { recordPlatform, roleDocument } from "./platform";

const ARN = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;

describe("trends", function () {
  this.timeout(60_000);
  let platform: Recorded<unknown>;
  before(async () => {
    platform = await recordPlatform({
      "platform:systems": JSON.stringify({ identity: {}, trends: {} }),
      "platform:allowedOrigins": JSON.stringify(["https://pages.test"]),
    });
  });

  const onTables = (fn: string) =>
    Object.values(roleDocument(platform, fn))
      .flat()
      .filter(({ Action }) => String(Action).startsWith("dynamodb:"))
      .map(({ Action, Resource }) => [[Action].flat().join(" "), [Resource].flat().join(" ")]);

  it("starts its functions with the environment that they get", () => {
    loadAsDeployed(platform, "count-hashtags", "functions/trends/count.ts");
    loadAsDeployed(platform, "trends-report", "functions/trends/report.ts");
  });

  it("counts by hashtag and hour, with an index by hour", () => {
    const { inputs } = platform.one("aws:dynamodb/table:Table", "trends-counts-table");
    expect(inputs).to.include({ hashKey: "hashtag", rangeKey: "hour" });
    expect(inputs["globalSecondaryIndexes"]).to.deep.equal([
      {
        name: "by-hour",
        keySchemas: [
          { attributeName: "hour", keyType: "HASH" },
          { attributeName: "count", keyType: "RANGE" },
        ],
        projectionType: "KEYS_ONLY",
      },
    ]);
  });

  it("remembers what it has counted for longer than the stream keeps it", () => {
    expect(platform.one("aws:dynamodb/table:Table", "trends-counted-table").inputs["ttl"]).to.deep.equal({
      enabled: true,
      attributeName: "expiration",
    });
    expect(platform.one("aws:kinesis/stream:Stream", "trends-stream").inputs["retentionPeriod"]).to.be.below(8 * 24);
  });

  it("gives no post up while the stream keeps it, however long the table or its key is away", () => {
    const stream = platform.one("aws:kinesis/stream:Stream", "trends-stream").inputs;
    expect(stream["retentionPeriod"]).to.equal(168);
    const { inputs } = platform.one("aws:lambda/eventSourceMapping:EventSourceMapping", "count-hashtags-stream");
    expect(inputs).to.deep.include({
      eventSourceArn: ARN("kinesis", "stream/trends-stream-id"),
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: 3600 * (stream["retentionPeriod"] as number),
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: ARN("sqs", "trends-failed-queue-id") } },
    });
  });

  it("tells that it falls behind long before a record is lost", () => {
    const alarms = platform
      .ofType("aws:cloudwatch/metricAlarm:MetricAlarm")
      .filter(({ inputs }) => /IteratorAge/.test(String(inputs["metricName"])))
      .map(({ name, inputs }) => [name, inputs["threshold"]]);
    expect(alarms).to.have.deep.members([
      ["trends-alarms-count-hashtags-iterator-age", 300_000],
      ["trends-alarms-trends-iterator-age", 300_000],
    ]);
  });

  it("lets the counting function write what a transaction writes, and the report read", () => {
    const counts = ARN("dynamodb", "table/trends-counts-table-id");
    expect(onTables("count-hashtags")).to.have.deep.members([
      ["dynamodb:UpdateItem", counts],
      ["dynamodb:PutItem", ARN("dynamodb", "table/trends-counted-table-id")],
    ]);
    expect(onTables("trends-report")).to.deep.equal([["dynamodb:Query", `${counts} ${counts}/index/by-hour`]]);
  });

  it("shows the report to those with its scope alone", () => {
    for (const name of ["trends-api-get-trends", "trends-api-get-trends-chart"]) {
      expect(platform.one("aws:apigateway/method:Method", name).inputs["authorization"]).to.equal("CUSTOM");
    }
    const authorizer = platform
      .ofType("aws:lambda/function:Function")
      .find(({ inputs }) => (inputs["environment"] as any).variables.ROUTES)!;
    expect(JSON.parse((authorizer.inputs["environment"] as any).variables.ROUTES as string)).to.deep.equal([
      { method: "GET", path: "/trends", scopes: ["trends/read"] },
      { method: "GET", path: "/trends/chart", scopes: ["trends/read"] },
    ]);
  });
});

describe("trends with files of its counts", function () {
  this.timeout(60_000);
  const READER = "arn:aws:quicksight:eu-west-1:111122223333:group/default/analysts";
  const withExport = (exported: object) =>
    recordPlatform({
      "platform:systems": JSON.stringify({ identity: {}, trends: { export: exported } }),
      "platform:allowedOrigins": JSON.stringify(["https://pages.test"]),
    });
  let platform: Recorded<unknown>;
  before(async () => {
    platform = await withExport({ keepDays: 90, quickSight: { readers: [READER] } });
  });

  it("starts the exporting function with the environment that it gets", () => {
    loadAsDeployed(platform, "export-trends", "functions/trends/export.ts");
  });

  it("lets it read the index and write the files, and not the manifest", () => {
    const statements = Object.values(roleDocument(platform, "export-trends")).flat();
    const of = (service: string) =>
      statements
        .filter(({ Action }) => [Action].flat().some((each) => each.startsWith(`${service}:`)))
        .map(({ Action, Resource }) => [[Action].flat().join(" "), [Resource].flat().join(" ")]);
    const counts = ARN("dynamodb", "table/trends-counts-table-id");
    expect(of("dynamodb")).to.deep.equal([["dynamodb:Query", `${counts} ${counts}/index/by-hour`]]);
    expect(of("s3")).to.deep.equal([["s3:PutObject", "arn:aws:s3:::trends-export-bucket-id/trends/counts/*"]]);
  });

  it("never runs twice at the same time, and every hour", () => {
    const fn = platform.one("aws:lambda/function:Function", "export-trends-function");
    expect(fn.inputs["reservedConcurrentExecutions"]).to.equal(1);
    const { inputs } = platform.one("aws:cloudwatch/eventRule:EventRule", "export-trends-hourly-rule");
    expect(inputs["scheduleExpression"]).to.equal("cron(5 * * * ? *)");
  });

  it("points the manifest at the files, and removes files that are old but never the manifest", () => {
    const manifest = platform.one("aws:s3/bucketObjectv2:BucketObjectv2", "trends-export-manifest").inputs;
    expect(manifest["key"]).to.equal("trends/manifest.json");
    expect(JSON.parse(manifest["content"] as string)).to.deep.equal({
      fileLocations: [{ URIPrefixes: ["s3://trends-export-bucket-id/trends/counts/"] }],
      globalUploadSettings: { format: "CSV", delimiter: ",", textqualifier: '"', containsHeader: "true" },
    });
    const { rules } = platform.one(
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "trends-export-lifecycle",
    ).inputs as { rules: { filter: { prefix: string }; expiration?: { days?: number } }[] };
    expect(rules.filter(({ expiration }) => expiration?.days !== undefined)).to.deep.equal([
      { id: "expire-files", status: "Enabled", filter: { prefix: "trends/counts/" }, expiration: { days: 90 } },
    ]);
  });

  it("makes files without a data set where the account has no QuickSight, and neither by default", async () => {
    const files = await withExport({});
    expect(files.ofType("aws:quicksight/dataSet:DataSet")).to.deep.equal([]);
    expect(files.one("aws:lambda/invocation:Invocation", "export-trends-hourly-first").inputs["input"]).to.equal("{}");
  });

  for (const [what, exported, problem] of [
    ["a reader that is none of QuickSight", { quickSight: { readers: ["ann"] } }, "ARN of a QuickSight user or group"],
    ["a data set without readers", { quickSight: { readers: [] } }, "export.quickSight.readers"],
    ["fewer days than are written", { keepDays: 7 }, "export.keepDays"],
    ["more files than QuickSight reads", { keepDays: 991 }, "export.keepDays"],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => withExport(exported)).to.throw(problem);
    });
  }
});
