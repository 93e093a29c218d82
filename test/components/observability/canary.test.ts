import { expect } from "chai";
import { Key } from "../../../components/encryption/key";
import { Canary, type CanaryArgs } from "../../../components/observability/canary";
import { metricProblem } from "../../../components/observability/check-metric";
import type { RequestProbe } from "../../../components/observability/monitoring";
import { errorOf, record, recordBoth } from "../../support/record";
import { statementsOf } from "../encryption/least-privilege";

const CANARY = "aws:synthetics/canary:Canary";
const probe: RequestProbe = {
  kind: "request",
  name: "students-api-outside",
  url: "https://students.example.org/getstudentdetails",
  method: "GET",
  headers: { authorization: "Bearer outside.probe.asks" },
  status: 401,
  contains: "Unauthorized",
};
const make =
  (more: Partial<CanaryArgs> = {}) =>
  () =>
    new Canary("outside", {
      key: new Key("shared", { description: "Shared", alias: "dev-shared" }),
      canaryName: "dev-outside",
      probes: [probe],
      ...more,
    });

describe("Canary", () => {
  it("asks with a role, a bucket and a key of its own, traced, on a runtime that is patched", async () => {
    const [update, preview] = await recordBoth(make());
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    const { s3Key, runConfig, ...inputs } = update.one(CANARY).inputs as Record<string, any>;
    expect(s3Key).to.match(/^script\/[0-9a-f]{16}\.zip$/);
    const bucket = "outside-bucket-bucket-id";
    const { environmentVariables, ...run } = runConfig as { environmentVariables: { PROBES: string } };
    expect(run).to.deep.equal({ activeTracing: true, memoryInMb: 960, timeoutInSeconds: 42 });
    expect(JSON.parse(environmentVariables.PROBES)).to.deep.equal([
      {
        name: "students-api-outside",
        url: "https://students.example.org/getstudentdetails",
        method: "GET",
        headers: { authorization: "Bearer outside.probe.asks" },
        status: 401,
        contains: "Unauthorized",
      },
    ]);
    const { s3Encryption } = inputs["artifactConfig"] as { s3Encryption: { kmsKeyArn: string } };
    const keyArn = s3Encryption.kmsKeyArn;
    expect(keyArn).to.match(/^arn:aws:kms:eu-west-1:111122223333:key\//);
    expect(inputs).to.deep.equal({
      name: "dev-outside",
      runtimeVersion: "syn-nodejs-5.2",
      handler: "index.handler",
      schedule: { expression: "rate(5 minutes)" },
      successRetentionPeriod: 31,
      failureRetentionPeriod: 31,
      s3Bucket: bucket,
      executionRoleArn: "arn:aws:iam::111122223333:role/outside-role-role-id",
      artifactS3Location: `s3://${bucket}/runs/`,
      artifactConfig: { s3Encryption: { encryptionMode: "SSE_KMS", kmsKeyArn: keyArn } },
      startCanary: true,
      deleteLambda: true,
    });
  });

  it("may do nothing but report, in its own bucket, log, namespace and traces", async () => {
    const { ofType } = await record(make());
    const statements = ofType("aws:iam/rolePolicy:RolePolicy").flatMap(({ inputs }) => statementsOf(inputs["policy"]));
    const bucket = "arn:aws:s3:::outside-bucket-bucket-id";
    const key = statements.find(({ Sid }) => Sid === "UseKey")!.Resource;
    const through = { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } };
    const allow = { Effect: "Allow" };
    expect(statements).to.have.deep.members([
      { ...allow, Sid: "FindBuckets", Action: "s3:ListAllMyBuckets", Resource: "*" },
      { ...allow, Sid: "LocateBucket", Action: "s3:GetBucketLocation", Resource: bucket },
      {
        ...allow,
        Sid: "WriteLogs",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/cwsyn-dev-outside-*:log-stream:*",
      },
      {
        ...allow,
        Sid: "PublishMetrics",
        Action: "cloudwatch:PutMetricData",
        Resource: "*",
        Condition: { StringEquals: { "cloudwatch:namespace": "CloudWatchSynthetics" } },
      },
      { ...allow, Sid: "SendTraces", Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource: "*" },
      { ...allow, Sid: "ReadObjects", Action: "s3:GetObject", Resource: `${bucket}/runs/*` },
      { ...allow, Sid: "UseKeyThroughS3", Action: "kms:Decrypt", Resource: key, Condition: through },
      { ...allow, Sid: "WriteObjects", Action: "s3:PutObject", Resource: `${bucket}/runs/*` },
      {
        ...allow,
        Sid: "UseKeyThroughS3",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: key,
        Condition: through,
      },
      { ...allow, Sid: "UseKey", Action: "kms:Decrypt", Resource: key },
    ]);
  });

  it("keeps its reports for a month, its script for as long as it is used, and its log encrypted", async () => {
    const { one } = await record(make());
    const { rules } = one(
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "outside-bucket-lifecycle",
    ).inputs as { rules: { id: string }[] };
    expect(rules.find(({ id }) => id === "expire-reports")).to.deep.equal({
      id: "expire-reports",
      status: "Enabled",
      filter: { prefix: "runs/" },
      expiration: { days: 31 },
    });
    const log = one("aws:cloudwatch/logGroup:LogGroup", "outside-log").inputs;
    expect(log).to.include({ name: "/aws/lambda/cwsyn-dev-outside-id", retentionInDays: 30 });
    expect(log).to.have.property("kmsKeyId");
  });

  it("alarms for each address by itself, also where nobody asks any more", async () => {
    const { result } = await record(make({ everyMinutes: 1 }));
    const { alarms, component } = result.steps["students-api-outside"]!;
    expect(component).to.equal("students-api-outside");
    expect(alarms).to.have.length(1);
    expect(alarms[0]).to.deep.include({
      name: "unreachable",
      severity: "critical",
      comparison: "LessThanThreshold",
      threshold: 100,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: "breaching",
    });
    expect(alarms[0]!.metric).to.deep.include({
      namespace: "CloudWatchSynthetics",
      name: "SuccessPercent",
      dimensions: { CanaryName: "dev-outside", StepName: "students-api-outside" },
      periodSeconds: 60,
    });
    const all = [result.monitoring, ...Object.values(result.steps)];
    for (const { widgets } of all)
      for (const metric of widgets.flatMap(({ metrics }) => metrics)) expect(metricProblem(metric)).to.equal(undefined);
  });

  for (const [what, more, text] of [
    ["a name in capitals", { canaryName: "Outside" }, "canaryName"],
    ["nothing to ask", { probes: [] }, "give 1 to 20"],
    ["two of one name", { probes: [probe, probe] }, "probes[1].name"],
    ["what is no address", { probes: [{ ...probe, url: "students.example.org" }] }, "probes[0].url"],
    ["a status that is none", { probes: [{ ...probe, status: 42 }] }, "probes[0].status"],
    ["less than a minute", { everyMinutes: 0 }, "everyMinutes"],
    ["reports for ever", { reportRetentionDays: 456 }, "reportRetentionDays"],
  ] as [string, Partial<CanaryArgs>, string][])
    it(`refuses ${what}`, async () => {
      expect((await errorOf(make(more))).message).to.contain(text);
    });
});
