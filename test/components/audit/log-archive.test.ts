import { expect } from "chai";
import { archiveNames } from "../../../components/audit/archive-names";
import { LogArchive } from "../../../components/audit/log-archive";
import type { LogArchiveArgs } from "../../../components/audit/log-archive-args";
import { OrganizationTrail, type OrganizationTrailArgs } from "../../../components/audit/organization-trail";
import { Key } from "../../../components/encryption/key";
import { InputError } from "../../../components/input-error";
import { Alarms } from "../../../components/observability/alarms";
import { errorOf, record, recordBoth } from "../../support/record";
import { statementsOf } from "../encryption/least-privilege";

const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const TRAIL = "arn:aws:cloudtrail:eu-west-1:999988887777:trail/example-organization";
const names = archiveNames("example", "111122223333");

const makeArchive = (args: Partial<LogArchiveArgs> = {}) =>
  new LogArchive("archive", {
    organizationId: "o-a1b2c3d4e5",
    managementAccountId: "999988887777",
    trailName: names.trail,
    trailRegion: "eu-west-1",
    accountIds: ["111122223333", "444455556666"],
    bucketNames: { trail: names.trailBucket, configuration: names.configurationBucket },
    keyAlias: names.keyAlias,
    ...args,
  });

const makeTrail = (args: Partial<OrganizationTrailArgs> = {}) =>
  new OrganizationTrail("trail", {
    trailName: names.trail,
    bucketName: names.trailBucket,
    archiveKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/archive",
    key: new Key("audit", { description: "Tests" }),
    organizationId: "o-a1b2c3d4e5",
    managementAccountId: "999988887777",
    ...args,
  });

describe("archiveNames", () => {
  it("are the same wherever they are asked for, and unique in the world", () => {
    expect(names).to.deep.equal({
      trailBucket: "example-trail-111122223333",
      configurationBucket: "example-config-111122223333",
      keyAlias: "example-log-archive",
      trail: "example-organization",
    });
    expect(() => archiveNames("x".repeat(60), "111122223333")).to.throw(RangeError, "longer than 63");
  });
});

describe("LogArchive", () => {
  it("locks the trail's files for a year, against everybody, and Config's bucket not at all", async () => {
    const [update, preview] = await recordBoth(() => makeArchive());
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    const lock = update.one("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration");
    expect(lock.inputs).to.deep.include({
      bucket: "example-trail-111122223333",
      rule: { defaultRetention: { mode: "COMPLIANCE", days: 365 } },
    });
    const bucket = (name: string) => update.one("aws:s3/bucket:Bucket", name).inputs;
    expect(bucket("archive-trail-bucket")["objectLockEnabled"]).to.equal(true);
    expect(bucket("archive-config-bucket")).to.not.have.property("objectLockEnabled");
    expect(bucket("archive-config-bucket")["bucket"]).to.equal("example-config-111122223333");
  });

  it("is written by this one trail, and by nobody else", async () => {
    const { one } = await record(() => makeArchive());
    const [tls, ...statements] = statementsOf(one(POLICY, "archive-trail-policy").inputs["policy"]);
    expect(tls!.Sid).to.equal("DenyInsecureTransport");
    const arn = "arn:aws:s3:::example-trail-111122223333";
    expect(statements).to.deep.equal([
      {
        Sid: "AllowTrailToCheckAcl",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "s3:GetBucketAcl",
        Resource: arn,
        Condition: { StringEquals: { "aws:SourceArn": TRAIL } },
      },
      {
        Sid: "AllowTrailToWrite",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: [`${arn}/AWSLogs/999988887777/*`, `${arn}/AWSLogs/o-a1b2c3d4e5/*`],
        Condition: { StringEquals: { "aws:SourceArn": TRAIL, "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
      {
        Sid: "DenyWritesOfIdentities",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectRetention", "s3:PutObjectLegalHold"],
        Resource: `${arn}/*`,
        Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } },
      },
      {
        Sid: "DenyDeletion",
        Effect: "Deny",
        Principal: "*",
        Action: [
          "s3:BypassGovernanceRetention",
          "s3:DeleteBucket",
          "s3:DeleteObject",
          "s3:DeleteObjectVersion",
          "s3:ReplicateDelete",
        ],
        Resource: [arn, `${arn}/*`],
      },
    ]);
  });

  it("takes configuration of each account into its own folder only", async () => {
    const { one } = await record(() => makeArchive());
    const statements = statementsOf(one(POLICY, "archive-config-policy").inputs["policy"]);
    const arn = "arn:aws:s3:::example-config-111122223333";
    const accounts = ["111122223333", "444455556666"];
    expect(statements.find(({ Sid }) => Sid === "AllowConfigToWrite")).to.deep.include({
      Resource: accounts.map((id) => `${arn}/AWSLogs/${id}/Config/*`),
      Condition: {
        StringEquals: { "aws:SourceAccount": accounts, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    });
    // CloudTrail writes its digests with a key of S3: with these, none would arrive.
    for (const name of ["archive-trail-policy", "archive-config-policy"])
      expect(statementsOf(one(POLICY, name).inputs["policy"]).map(({ Sid }) => Sid)).to.not.include.members([
        "DenyOtherEncryption",
      ]);
  });

  it("has a key that CloudTrail uses for the owner of the trail, and Config for every account", async () => {
    const { one } = await record(() => makeArchive());
    const statements = statementsOf(one("aws:kms/key:Key").inputs["policy"]);
    const trails = ["111122223333", "999988887777", "111122223333", "444455556666"].map(
      (id) => `arn:aws:cloudtrail:*:${id}:trail/*`,
    );
    expect(statements.find(({ Sid }) => Sid === "UseByCloudtrail")!.Condition).to.deep.equal({
      ArnLike: { "aws:SourceArn": trails, "kms:EncryptionContext:aws:cloudtrail:arn": trails },
    });
    expect(statements.find(({ Sid }) => Sid === "UseByConfig")!.Condition).to.deep.equal({
      StringEquals: { "aws:SourceAccount": ["111122223333", "999988887777", "111122223333", "444455556666"] },
    });
  });

  it("can be taken away where the stack may be", async () => {
    const { one } = await record(() => makeArchive({ removal: "destroy" }));
    const statements = statementsOf(one(POLICY, "archive-trail-policy").inputs["policy"]);
    expect(statements.map(({ Sid }) => Sid)).to.not.include("DenyDeletion");
    expect(one("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").inputs["rule"]).to.deep.equal({
      defaultRetention: { mode: "GOVERNANCE", days: 1 },
    });
  });

  for (const [what, args, text] of [
    ["files that go before they may", { expireAfterDays: 365 }, "use more than the 365 days of the retention"],
    ["a retention of no day", { retention: { mode: "COMPLIANCE", days: 0 } }, "retention.days"],
    ["no account", { accountIds: [] }, "name the accounts"],
    ["what is no organisation", { organizationId: "example" }, "an id such as o-a1b2c3d4e5"],
  ] as [string, Partial<LogArchiveArgs>, string][])
    it(`refuses ${what}`, async () => {
      const error = await errorOf(() => makeArchive(args));
      expect(error).to.be.instanceOf(InputError);
      expect(error.message).to.include(text);
    });
});

describe("OrganizationTrail", () => {
  it("records everything everywhere, validated, encrypted and into a log group", async () => {
    const [update, preview] = await recordBoth(() => makeTrail());
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    expect(update.one("aws:cloudtrail/trail:Trail").inputs).to.deep.equal({
      name: "example-organization",
      s3BucketName: "example-trail-111122223333",
      kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/archive",
      cloudWatchLogsGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:/platform/trail/example-organization:*",
      cloudWatchLogsRoleArn: "arn:aws:iam::111122223333:role/trail-log-role-role-id",
      enableLogFileValidation: true,
      enableLogging: true,
      includeGlobalServiceEvents: true,
      isMultiRegionTrail: true,
      isOrganizationTrail: true,
      insightSelectors: [{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }],
    });
  });

  it("stays what it is whatever is overridden", async () => {
    const { one } = await record(() =>
      makeTrail({ overrides: { trail: { isMultiRegionTrail: false, enableLogFileValidation: false } } }),
    );
    expect(one("aws:cloudtrail/trail:Trail").inputs).to.include({
      isMultiRegionTrail: true,
      enableLogFileValidation: true,
    });
  });

  it("writes the streams of this organisation's trail only", async () => {
    const { one } = await record(() => makeTrail());
    const { policy } = one("aws:iam/rolePolicy:RolePolicy").inputs as { policy: string };
    const group = "arn:aws:logs:eu-west-1:111122223333:log-group:/platform/trail/example-organization";
    expect(statementsOf(policy)).to.deep.equal([
      {
        Sid: "WriteTrailStreams",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [`${group}:log-stream:999988887777_CloudTrail_eu-west-1*`, `${group}:log-stream:o-a1b2c3d4e5_*`],
      },
    ]);
  });

  it("makes the metrics that its alarms look at", async () => {
    const { ofType } = await record(() => {
      const { monitoring } = makeTrail();
      new Alarms("alarms", { monitoring: [monitoring], topics: { critical: "arn:c", warning: "arn:w" }, system: "x" });
    });
    const made = ofType("aws:cloudwatch/logMetricFilter:LogMetricFilter").map(({ inputs }) => {
      const { namespace, name } = inputs["metricTransformation"] as { namespace: string; name: string };
      return `${namespace} ${name}`;
    });
    const watched = ofType("aws:cloudwatch/metricAlarm:MetricAlarm").map(
      ({ inputs }) => `${String(inputs["namespace"])} ${String(inputs["metricName"])}`,
    );
    expect(watched).to.have.length(4).and.to.have.members(made);
  });

  it("refuses a name that CloudTrail would, and a retention that Logs would", async () => {
    expect((await errorOf(() => makeTrail({ trailName: "-x" }))).message).to.include("3 to 128 letters");
    expect((await errorOf(() => makeTrail({ logRetentionDays: 100 }))).message).to.include("logRetentionDays");
  });
});
