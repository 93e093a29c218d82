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

  it("does not let a bad record block its shard", () => {
    const { inputs } = platform.one("aws:lambda/eventSourceMapping:EventSourceMapping", "count-hashtags-stream");
    expect(inputs).to.deep.include({
      eventSourceArn: ARN("kinesis", "stream/trends-stream-id"),
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 5,
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: ARN("sqs", "trends-failed-queue-id") } },
    });
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
