import { expect } from "chai";
import { Bucket } from "../../../components/data/bucket";
import { QuickSightDataSet, type QuickSightDataSetArgs } from "../../../components/data/quick-sight-data-set";
import { InputError } from "../../../components/input-error";
import { deployStatements } from "../../../tools/deploy-policy/statements";
import { readRecord, readUnrecorded } from "../../../tools/deploy-policy/record";
import { errorOf, record, recordBoth } from "../../support/record";
import { makeKey, statementsOf } from "../compute/support";

const SOURCE = "aws:quicksight/dataSource:DataSource";
const SET = "aws:quicksight/dataSet:DataSet";
const REFRESH = "aws:quicksight/refreshSchedule:RefreshSchedule";
const READER = "arn:aws:quicksight:us-east-1:111122223333:group/default/analysts";

const args: Omit<QuickSightDataSetArgs, "bucket"> = {
  prefix: "trends/",
  manifestKey: "trends/manifest.json",
  dataSetId: "prod-trends",
  title: "Hashtag trends",
  columns: [
    { name: "hour", type: "DATETIME", format: "yyyy-MM-dd HH:mm:ss" },
    { name: "hashtag", type: "STRING" },
    { name: "count", type: "INTEGER" },
  ],
  readers: [READER],
};
const make = (more: Partial<QuickSightDataSetArgs> = {}) => {
  const bucket = new Bucket("export", { key: makeKey(), bucketName: "export-bucket" });
  return new QuickSightDataSet("trends", { bucket, ...args, ...more });
};

describe("QuickSightDataSet", () => {
  it("reads the manifest with a role of its own", async () => {
    for (const { one } of await recordBoth(() => make())) {
      const { inputs } = one(SOURCE, "trends-source");
      expect(inputs).to.deep.include({ dataSourceId: "prod-trends", name: "Hashtag trends", type: "S3" });
      expect(inputs).to.not.have.property("permissions");
    }
    const { one } = await record(() => make());
    expect(one(SOURCE).inputs["parameters"]).to.deep.equal({
      s3: {
        manifestFileLocation: { bucket: "export-bucket", key: "trends/manifest.json" },
        roleArn: "arn:aws:iam::111122223333:role/trends-reader-role-id",
      },
    });
  });

  it("may read that prefix of that bucket with that key, and nothing else", async () => {
    const { one, ofType } = await record(() => make());
    const role = one("aws:iam/role:Role", "trends-reader-role");
    expect(JSON.parse(role.inputs["assumeRolePolicy"] as string).Statement).to.deep.equal([
      { Effect: "Allow", Principal: { Service: "quicksight.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
    const policies = ofType("aws:iam/rolePolicy:RolePolicy");
    expect(policies).to.have.length(1);
    expect(statementsOf(policies[0]!.inputs["policy"])).to.deep.equal([
      {
        Sid: "ReadObjects",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::export-bucket/trends/*",
      },
      {
        Sid: "ListObjects",
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::export-bucket",
        Condition: { StringLike: { "s3:prefix": "trends/*" } },
      },
      {
        Sid: "UseKeyThroughS3",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "arn:aws:kms:eu-west-1:111122223333:key/system-key-id",
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      },
    ]);
  });

  it("holds the columns in SPICE, as what they are", async () => {
    const { one } = await record(() => make());
    const { inputs } = one(SET, "trends-set");
    expect(inputs).to.deep.include({ dataSetId: "prod-trends", importMode: "SPICE" });
    expect(inputs["physicalTableMaps"]).to.deep.equal([
      {
        physicalTableMapId: "files",
        s3Source: {
          dataSourceArn: "arn:aws:quicksight:eu-west-1:111122223333:datasource/Hashtag trends",
          inputColumns: ["hour", "hashtag", "count"].map((name) => ({ name, type: "STRING" })),
          uploadSettings: {
            format: "CSV",
            delimiter: ",",
            textQualifier: "DOUBLE_QUOTE",
            containsHeader: true,
            startFromRow: 1,
          },
        },
      },
    ]);
    expect(inputs["logicalTableMaps"]).to.deep.equal([
      {
        logicalTableMapId: "rows",
        alias: "Hashtag trends",
        source: { physicalTableId: "files" },
        dataTransforms: [
          {
            castColumnTypeOperation: {
              columnName: "hour",
              newColumnType: "DATETIME",
              format: "yyyy-MM-dd HH:mm:ss",
            },
          },
          { castColumnTypeOperation: { columnName: "count", newColumnType: "INTEGER" } },
        ],
      },
    ]);
  });

  it("lets its readers use it and change nothing", async () => {
    const { one } = await record(() => make());
    const [permission, ...more] = one(SET).inputs["permissions"] as { principal: string; actions: string[] }[];
    expect(more).to.deep.equal([]);
    expect(permission!.principal).to.equal(READER);
    expect(permission!.actions).to.have.members([
      "quicksight:DescribeDataSet",
      "quicksight:DescribeDataSetPermissions",
      "quicksight:DescribeIngestion",
      "quicksight:ListIngestions",
      "quicksight:PassDataSet",
    ]);
  });

  it("reads the files anew every hour, or once a night", async () => {
    const schedule = async (more: Partial<QuickSightDataSetArgs>) =>
      (await record(() => make(more))).one(REFRESH, "trends-refresh").inputs;
    expect(await schedule({})).to.deep.equal({
      dataSetId: "prod-trends",
      scheduleId: "regular",
      schedule: { refreshType: "FULL_REFRESH", scheduleFrequency: { interval: "HOURLY" } },
    });
    expect((await schedule({ refresh: "DAILY" }))["schedule"]).to.deep.equal({
      refreshType: "FULL_REFRESH",
      scheduleFrequency: { interval: "DAILY", timeOfTheDay: "01:00", timezone: "UTC" },
    });
  });

  it("has an alarm on files that could not be read", async () => {
    const { result } = await record(() => make());
    const [alarm, ...more] = result.monitoring.alarms;
    expect(more).to.deep.equal([]);
    expect(alarm).to.include({ name: "not-refreshed", severity: "warning", threshold: 0 });
    expect(alarm!.metric).to.deep.include({
      namespace: "AWS/QuickSight",
      name: "IngestionErrorCount",
      dimensions: { DatasetId: "prod-trends" },
    });
  });

  it("can be deployed by the role that deploys, on QuickSight's own resources", () => {
    const statements = deployStatements({
      recorded: readRecord(),
      unrecorded: readUnrecorded(),
      types: [SOURCE, SET, REFRESH],
      trusted: ["quicksight.amazonaws.com"],
    });
    const own = statements.find(({ Sid }) => Sid === "Quicksight")!;
    expect(own.Action).to.include.members([
      "quicksight:CreateDataSet",
      "quicksight:PassDataSource",
      "quicksight:CreateRefreshSchedule",
      "quicksight:DeleteDataSet",
    ]);
    expect(own.Resource).to.deep.equal([
      "arn:${partition}:quicksight:${region}:${account}:dataset/*",
      "arn:${partition}:quicksight:${region}:${account}:datasource/*",
    ]);
    // AWS knows no resource of it.
    expect(statements.filter(({ Action }) => Action.includes("quicksight:CreateDataSource"))).to.have.length(1);
  });

  for (const [what, more, field] of [
    ["an id with a dot", { dataSetId: "prod.trends" }, "dataSetId"],
    ["no title", { title: "" }, "title"],
    ["all of a bucket", { prefix: "", manifestKey: "manifest.json" }, "prefix"],
    ["a prefix that is no folder", { prefix: "trends", manifestKey: "trends.json" }, "prefix"],
    ["a manifest that it could not read", { manifestKey: "manifest.json" }, "manifestKey"],
    ["a manifest with another end", { manifestKey: "trends/manifest" }, "manifestKey"],
    ["no columns", { columns: [] }, "columns"],
    ["a time without its form", { columns: [{ name: "hour", type: "DATETIME" }] }, "columns[0].format"],
    ["a form of a number", { columns: [{ name: "n", type: "INTEGER", format: "0" }] }, "columns[0].format"],
    ["no readers", { readers: [] }, "readers"],
    ["a reader of IAM", { readers: [READER, "arn:aws:iam::111122223333:user/ann"] }, "readers[1]"],
  ] as [string, Partial<QuickSightDataSetArgs>, string][]) {
    it(`refuses ${what}`, async () => {
      expect(await errorOf(() => make(more)))
        .to.be.instanceOf(InputError)
        .and.include({ field });
    });
  }
});
