import { expect } from "chai";
import type { Recorded } from "../../support/record";
import { recordPlatform, roleDocument } from "./platform";

const ARN = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;

function on(etl: object = {}): Promise<Recorded<unknown>> {
  return recordPlatform({ "platform:systems": JSON.stringify({ identity: {}, students: {}, web: {}, etl }) });
}

describe("etl", function () {
  this.timeout(60_000);
  let platform: Recorded<unknown>;
  before(async () => {
    platform = await on();
  });

  const useKey = (key: string, service: string, Action: string | string[]) => ({
    Sid: `UseKeyThrough${service[0]!.toUpperCase()}${service.slice(1)}`,
    Effect: "Allow",
    Action,
    Resource: ARN("kms", `key/${key}-key-key-id`),
    Condition: { StringEquals: { "kms:ViaService": `${service}.eu-west-1.amazonaws.com` } },
  });

  it("may read the stream, change rows, put rejects, and no more", () => {
    const documents = roleDocument(platform, "load-warehouse");
    expect(Object.keys(documents).sort()).to.deep.equal([
      "decrypt-environment",
      "read-stream-students",
      "send-etl-failed",
      "send-traces",
      "write-etl-rejects",
      "write-etl-warehouse",
      "write-logs",
    ]);
    expect(documents["read-stream-students"]).to.deep.equal([
      {
        Sid: "ReadStream",
        Effect: "Allow",
        Action: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
        Resource: ARN("dynamodb", "table/StudentDetails/stream/2026-01-01T00:00:00.000"),
      },
      useKey("students", "dynamodb", "kms:Decrypt"),
    ]);
    expect(documents["write-etl-warehouse"]).to.deep.equal([
      {
        Sid: "WriteItems",
        Effect: "Allow",
        Action: "dynamodb:UpdateItem",
        Resource: ARN("dynamodb", "table/etl-warehouse-table-id"),
      },
      useKey("etl", "dynamodb", "kms:Decrypt"),
    ]);
    expect(documents["write-etl-rejects"]).to.deep.equal([
      {
        Sid: "WriteItems",
        Effect: "Allow",
        Action: "dynamodb:PutItem",
        Resource: ARN("dynamodb", "table/etl-rejects-table-id"),
      },
      useKey("etl", "dynamodb", "kms:Decrypt"),
    ]);
  });

  it("takes every change of the students, and keeps what fails", () => {
    const mapping = platform.one("aws:lambda/eventSourceMapping:EventSourceMapping", "load-warehouse-stream").inputs;
    expect(mapping).to.include({ batchSize: 100, startingPosition: "TRIM_HORIZON", maximumRetryAttempts: 10 });
    expect(mapping).to.deep.include({
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: ARN("sqs", "etl-failed-queue-id") } },
    });
    expect(mapping).not.to.have.property("filterCriteria");
  });

  it("tells the function where rows and rejects go", async () => {
    const variables = ({ one }: Recorded<unknown>) =>
      (one("aws:lambda/function:Function", "load-warehouse-function").inputs["environment"] as { variables: object })
        .variables;
    expect(variables(platform)).to.include({
      TARGET: JSON.stringify({ kind: "table", tableName: "etl-warehouse-table-id" }),
      REJECTS_TABLE_NAME: "etl-rejects-table-id",
    });
    expect(variables(platform)).not.to.have.property("EXCLUDED_ROLL_PREFIX");
    expect(variables(await on({ excludedRollPrefix: "TEST-" }))).to.include({ EXCLUDED_ROLL_PREFIX: "TEST-" });
  });

  it("forgets rejects, which are personal data, and keeps rows", () => {
    expect(platform.one("aws:dynamodb/table:Table", "etl-rejects-table").inputs["ttl"]).to.deep.equal({
      enabled: true,
      attributeName: "expiration",
    });
    expect(platform.one("aws:dynamodb/table:Table", "etl-warehouse-table").inputs).not.to.have.property("ttl");
  });

  it("loads into Redshift Serverless where that is chosen, through the Data API alone", async () => {
    const chosen = { identity: {}, students: {}, web: {}, network: {}, etl: { target: "redshift" } };
    const recorded = await recordPlatform({ "platform:systems": JSON.stringify(chosen) });
    expect(recorded.one("aws:redshiftserverless/workgroup:Workgroup").inputs).to.deep.include({
      publiclyAccessible: false,
      enhancedVpcRouting: true,
      configParameters: [{ parameterKey: "require_ssl", parameterValue: "true" }],
      subnetIds: ["network-isolated-1-id", "network-isolated-2-id", "network-isolated-3-id"],
      maxCapacity: 32,
    });
    expect(recorded.one("aws:redshiftserverless/namespace:Namespace").inputs).to.deep.include({
      dbName: "warehouse",
      kmsKeyId: ARN("kms", "key/etl-key-key-id"),
      manageAdminPassword: true,
    });
    const documents = roleDocument(recorded, "load-warehouse");
    expect(documents).not.to.have.property("write-etl-warehouse");
    expect(documents["data-api-etl-redshift"]).to.deep.equal([
      {
        Sid: "RunStatements",
        Effect: "Allow",
        Action: ["redshift-data:BatchExecuteStatement", "redshift-serverless:GetCredentials"],
        Resource: ARN("redshift-serverless", "workgroup/etl-redshift-workgroup-id"),
      },
      {
        Sid: "FollowStatements",
        Effect: "Allow",
        Action: "redshift-data:DescribeStatement",
        Resource: "*",
        Condition: { StringEquals: { "redshift-data:statement-owner-iam-userid": "${aws:userid}" } },
      },
    ]);
    const { environment } = recorded.one("aws:lambda/function:Function", "load-warehouse-function").inputs;
    expect((environment as { variables: object }).variables).to.include({
      TARGET: JSON.stringify({ kind: "redshift", workgroupName: "etl-redshift", database: "warehouse" }),
    });
  });

  it("refuses Redshift without a network", async () => {
    const error = await on({ target: "redshift" }).catch((each: Error) => each);
    expect(String(error)).to.match(/switch the system network on/);
  });
});
