import { expect } from "chai";
import { Bucket } from "../../../components/data/bucket";
import type { BucketArgs } from "../../../components/data/bucket-args";
import { Key } from "../../../components/encryption/key";
import { InputError } from "../../../components/input-error";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, record, recordBoth, type Recorded } from "../../support/record";
import { FakeGrantee } from "../encryption/fake-grantee";
import { expectLeastPrivilege, statementsOf } from "../encryption/least-privilege";

const BUCKET = "aws:s3/bucket:Bucket";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const PUBLIC_ACCESS = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const LOGGING = "aws:s3/bucketLogging:BucketLogging";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const GRANT = "aws:iam/rolePolicy:RolePolicy";

const ARN = "arn:aws:s3:::rules-111122223333";
const KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/platform-key-id";

function makeKey(): Key {
  return new Key("platform", { description: "Tests" });
}

function makeBucket(args: BucketArgs = {}): Bucket {
  return new Bucket("rules", { key: makeKey(), bucketName: "rules-111122223333", ...args });
}

function makeLogs(args: BucketArgs = {}): Bucket {
  return new Bucket("logs", { logTarget: true, encryption: "AES256", ...args });
}

async function policyOf(program: () => Bucket, name: string) {
  const { one } = await record(program);
  return statementsOf(one(POLICY, `${name}-policy`).inputs["policy"]);
}

/** What one grant gives, checked against AWS's own list of actions. */
async function granted(grant: (bucket: Bucket, grantee: FakeGrantee) => unknown, args: BucketArgs = {}) {
  const { one } = await record(() => grant(makeBucket(args), new FakeGrantee("reader")));
  const { policy } = one(GRANT).inputs;
  await expectLeastPrivilege(policy);
  return statementsOf(policy);
}

describe("Bucket", () => {
  it("has everything a bucket should have with nothing but a key", async () => {
    const [update, preview] = await recordBoth(() => makeBucket());
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    for (const recorded of [update, preview]) {
      const bucket = recorded.one(BUCKET, "rules-bucket");
      expect(bucket.inputs).to.deep.equal({ bucket: "rules-111122223333", forceDestroy: false });
      expect(bucket).to.include({ protect: true, retainOnDelete: true });
      expect(bucket.parent).to.equal(recorded.one("platform:data:Bucket", "rules").urn);
    }
    expect(own(update, ENCRYPTION).rules).to.deep.equal([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY_ARN },
        bucketKeyEnabled: true,
      },
    ]);
    expect(own(update, PUBLIC_ACCESS)).to.deep.equal({
      bucket: "rules-111122223333",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(own(update, OWNERSHIP).rule).to.deep.equal({ objectOwnership: "BucketOwnerEnforced" });
    expect(own(update, VERSIONING).versioningConfiguration).to.deep.equal({ status: "Enabled" });
    expect(own(update, LIFECYCLE).rules).to.deep.equal([
      {
        id: "abort-incomplete-uploads",
        status: "Enabled",
        filter: { prefix: "" },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      {
        id: "expire-noncurrent-versions",
        status: "Enabled",
        filter: { prefix: "" },
        noncurrentVersionExpiration: { noncurrentDays: 90 },
        expiration: { expiredObjectDeleteMarker: true },
      },
    ]);
    expect(update.one("platform:data:Bucket", "rules").outputs).to.deep.equal({
      arn: ARN,
      bucketName: "rules-111122223333",
    });
  });

  it("stays guarded where it is retained after its stack is gone", async () => {
    const guards = [POLICY, PUBLIC_ACCESS, OWNERSHIP, VERSIONING, LIFECYCLE, ENCRYPTION];
    const kept = await record(() => makeBucket());
    const gone = await record(() => makeBucket({ removal: "destroy" }));
    for (const type of guards) {
      expect(kept.ofType(type).map(({ protect, retainOnDelete }) => [protect, retainOnDelete])).to.deep.equal(
        kept.ofType(type).map(() => [false, true]),
        type,
      );
      expect(gone.ofType(type).some(({ retainOnDelete }) => retainOnDelete)).to.equal(false, type);
    }
    // What an argument takes away must go.
    expect(kept.one(LOGGING, "rules-logging").retainOnDelete).to.equal(false);
  });

  it("changes its access one step after the other", async () => {
    const recorded = await record(() => makeBucket());
    const policy = recorded.one(POLICY, "rules-policy");
    expect(policy.dependsOn).to.include(recorded.one(PUBLIC_ACCESS, "rules-public-access-block").urn);
    const lifecycle = recorded.one(LIFECYCLE, "rules-lifecycle");
    expect(lifecycle.dependsOn).to.include(recorded.one(VERSIONING, "rules-versioning").urn);
  });

  it("can be destroyed with its objects, and be configured otherwise, where that is asked for", async () => {
    const { one, ofType } = await record(() =>
      makeBucket({
        removal: "destroy",
        versioning: false,
        accessLogs: false,
        lifecycle: {
          abortIncompleteUploadsAfterDays: 1,
          noncurrentVersionsExpireAfterDays: 2,
          expireAfterDays: 3,
          rules: [{ id: "more", status: "Enabled" }],
        },
        cors: [{ allowOrigins: ["https://students.example.com"], allowMethods: ["GET"], allowHeaders: ["range"] }],
        requestMetrics: true,
        eventBridge: true,
        tags: { owner: "office" },
        overrides: { bucket: { tags: { owner: "somebody" } } },
      }),
    );
    expect(one(BUCKET).inputs).to.deep.include({ forceDestroy: true, tags: { owner: "somebody" } });
    expect(one(BUCKET)).to.include({ protect: false, retainOnDelete: false });
    expect(one(VERSIONING).inputs["versioningConfiguration"]).to.deep.equal({ status: "Suspended" });
    expect(ofType(LOGGING)).to.deep.equal([]);
    const rules = one(LIFECYCLE).inputs["rules"] as Record<string, unknown>[];
    const all = { status: "Enabled", filter: { prefix: "" } };
    expect(rules).to.deep.equal([
      { id: "abort-incomplete-uploads", ...all, abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } },
      { id: "expire-noncurrent-versions", ...all, noncurrentVersionExpiration: { noncurrentDays: 2 } },
      { id: "expire-objects", ...all, expiration: { days: 3 } },
      { id: "more", status: "Enabled" },
    ]);
    expect(one("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration").inputs["corsRules"]).to.deep.equal([
      {
        allowedOrigins: ["https://students.example.com"],
        allowedMethods: ["GET"],
        allowedHeaders: ["range"],
        maxAgeSeconds: 3000,
      },
    ]);
    expect(one("aws:s3/bucketMetric:BucketMetric").inputs["name"]).to.equal("EntireBucket");
    expect(one("aws:s3/bucketNotification:BucketNotification").inputs["eventbridge"]).to.equal(true);
  });

  it("locks objects where asked", async () => {
    const { one } = await record(() => makeBucket({ objectLock: { mode: "COMPLIANCE", days: 365 } }));
    expect(one(BUCKET, "rules-bucket").inputs["objectLockEnabled"]).to.equal(true);
    expect(one("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").inputs["rule"]).to.deep.equal({
      defaultRetention: { mode: "COMPLIANCE", days: 365 },
    });
  });

  describe("policy", () => {
    const objects = `${ARN}/*`;
    const denyPut = (Sid: string, Condition: object) => ({
      Sid,
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: objects,
      Condition,
    });
    const tlsOnly = {
      Sid: "DenyInsecureTransport",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [ARN, objects],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };

    it("denies requests without TLS, and every way around the bucket's key", async () => {
      expect(await policyOf(() => makeBucket(), "rules")).to.deep.equal([
        tlsOnly,
        denyPut("DenyOtherEncryption", {
          StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
          Null: { "s3:x-amz-server-side-encryption": "false" },
        }),
        denyPut("DenyOtherKey", {
          StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": KEY_ARN },
          Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
        }),
        denyPut("DenyKeyLeftOut", {
          StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
          Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "true" },
        }),
        denyPut("DenyCustomerProvidedKey", {
          Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" },
        }),
      ]);
    });

    for (const [upload, headers, byDefault, strictly] of [
      ["without headers", {}, true, false],
      ["with the bucket's key", { algorithm: "aws:kms", key: KEY_ARN }, true, true],
      ["with aws:kms and no key", { algorithm: "aws:kms" }, false, false],
      ["with another key", { algorithm: "aws:kms", key: "arn:aws:kms:eu-west-1:111122223333:key/other" }, false, false],
      ["with AES256", { algorithm: "AES256" }, false, false],
      ["with a key of the caller's", { customer: "AES256" }, false, false],
    ] as const)
      it(`takes an upload ${upload}: ${byDefault ? "yes" : "no"}, where headers are required: ${strictly ? "yes" : "no"}`, async () => {
        const { algorithm, key, customer } = headers as { algorithm?: string; key?: string; customer?: string };
        const request = {
          "s3:x-amz-server-side-encryption": algorithm,
          "s3:x-amz-server-side-encryption-aws-kms-key-id": key,
          "s3:x-amz-server-side-encryption-customer-algorithm": customer,
        };
        expect(!denied(await policyOf(() => makeBucket(), "rules"), request)).to.equal(byDefault);
        const strict = await policyOf(() => makeBucket({ uploadEncryption: "header" }), "rules");
        expect(!denied(strict, request)).to.equal(strictly);
      });

    it("denies no encryption where only services write, which choose for themselves", async () => {
      const statements = await policyOf(() => makeBucket({ uploadEncryption: "service" }), "rules");
      expect(statements.map(({ Sid }) => Sid)).to.deep.equal(["DenyInsecureTransport"]);
    });

    it("carries the caller's statements", async () => {
      const [last] = (
        await policyOf(
          () =>
            makeBucket({
              policyStatements: (arn) => [
                {
                  Sid: "More",
                  Effect: "Allow",
                  Principal: { Service: "config.amazonaws.com" },
                  Action: "s3:GetBucketAcl",
                  Resource: arn,
                },
              ],
            }),
          "rules",
        )
      ).slice(-1);
      expect(last).to.deep.equal({
        Sid: "More",
        Effect: "Allow",
        Principal: { Service: "config.amazonaws.com" },
        Action: "s3:GetBucketAcl",
        Resource: ARN,
      });
    });
  });

  describe("access logs", () => {
    it("go to a bucket of their own unless another is named", async () => {
      const { one } = await record(() => makeBucket({ removal: "destroy" }));
      const target = one(BUCKET, "rules-access-logs-bucket");
      expect(target.inputs["forceDestroy"]).to.equal(true);
      expect(one(LOGGING).inputs).to.deep.equal({
        bucket: "rules-111122223333",
        targetBucket: "rules-access-logs-bucket-id",
        targetPrefix: "rules/",
        targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
      });
      expect(one(LOGGING).dependsOn).to.include(one(POLICY, "rules-access-logs-policy").urn);
    });

    it("go where they are sent", async () => {
      const { one, ofType, result } = await record(() => makeBucket({ accessLogs: makeLogs(), accessLogPrefix: "r/" }));
      expect(ofType(BUCKET)).to.have.length(2);
      expect(one(LOGGING).inputs).to.include({ targetBucket: "logs-bucket-id", targetPrefix: "r/" });
      expect(result.accessLogs!.componentName).to.equal("logs");
    });
  });

  describe("log target", () => {
    it("is encrypted by S3, takes the account's access logs, keeps them a year, and has none itself", async () => {
      const { one, ofType } = await record(() => makeLogs({ bucketName: "logs-1" }));
      expect(one(ENCRYPTION).inputs["rules"]).to.deep.equal([
        { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
      ]);
      expect(ofType(LOGGING)).to.deep.equal([]);
      expect(statementsOf(one(POLICY).inputs["policy"])).to.deep.equal([
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:s3:::logs-1", "arn:aws:s3:::logs-1/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "AllowServerAccessLogs",
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::logs-1/*",
          Condition: {
            StringEquals: { "aws:SourceAccount": "111122223333" },
            ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" },
          },
        },
      ]);
      const rules = one(LIFECYCLE).inputs["rules"] as object[];
      expect(rules[2]).to.deep.include({ id: "expire-objects", expiration: { days: 365 } });
      expect(one(OWNERSHIP).inputs["rule"]).to.deep.equal({ objectOwnership: "BucketOwnerEnforced" });
      expect(ofType("aws:s3/bucketAcl:BucketAcl")).to.deep.equal([]);
    });

    it("for CloudFront has ACLs, and access logs where they are sent somewhere", async () => {
      const { one } = await record(() => {
        const accessLogs = makeLogs();
        return new Bucket("cdn", { logTarget: ["cloudFront"], encryption: "AES256", accessLogs });
      });
      expect(one(OWNERSHIP, "cdn-ownership").inputs["rule"]).to.deep.equal({ objectOwnership: "BucketOwnerPreferred" });
      const acl = one("aws:s3/bucketAcl:BucketAcl", "cdn-acl");
      expect(acl.inputs).to.deep.equal({ bucket: "cdn-bucket-id", acl: "private" });
      expect(acl.dependsOn).to.include(one(OWNERSHIP, "cdn-ownership").urn);
      expect(statementsOf(one(POLICY, "cdn-policy").inputs["policy"]).map(({ Sid }) => Sid)).to.deep.equal([
        "DenyInsecureTransport",
      ]);
      expect(one(LOGGING, "cdn-logging").inputs["targetBucket"]).to.equal("logs-bucket-id");
    });

    it("for load balancers admits those of the account", async () => {
      const statements = await policyOf(() => makeLogs({ logTarget: ["serverAccess", "loadBalancer"] }), "logs");
      expect(statements[2]).to.deep.include({
        Sid: "AllowLoadBalancerLogs",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: { "aws:SourceArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/*" },
        },
      });
    });
  });

  describe("grants", () => {
    const use = (actions: string[]) => ({
      Sid: "UseKeyThroughS3",
      Effect: "Allow",
      Action: actions,
      Resource: [KEY_ARN],
      Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
    });

    it("reading: objects and the key", async () => {
      expect(await granted((bucket, reader) => bucket.grantRead(reader))).to.deep.equal([
        { Sid: "ReadObjects", Effect: "Allow", Action: ["s3:GetObject"], Resource: [`${ARN}/*`] },
        use(["kms:Decrypt"]),
      ]);
    });

    it("reading and listing below a prefix", async () => {
      const statements = await granted((bucket, reader) => bucket.grantRead(reader, { prefix: "rules/", list: true }));
      expect(statements.slice(0, 2)).to.deep.equal([
        { Sid: "ReadObjects", Effect: "Allow", Action: ["s3:GetObject"], Resource: [`${ARN}/rules/*`] },
        {
          Sid: "ListObjects",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: [ARN],
          Condition: { StringLike: { "s3:prefix": "rules/*" } },
        },
      ]);
    });

    it("reading older versions, where asked", async () => {
      const statements = await granted((bucket, reader) => bucket.grantRead(reader, { prefix: "a", versions: true }));
      expect(statements.slice(0, 2)).to.deep.equal([
        {
          Sid: "ReadObjects",
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:GetObjectVersion"],
          Resource: [`${ARN}/a*`],
        },
        {
          Sid: "ListObjects",
          Effect: "Allow",
          Action: ["s3:ListBucketVersions"],
          Resource: [ARN],
          Condition: { StringLike: { "s3:prefix": "a*" } },
        },
      ]);
    });

    it("writing, and deleting only where asked", async () => {
      const write = await granted((bucket, writer) => bucket.grantWrite(writer, { prefix: "in/" }));
      expect(write).to.deep.equal([
        { Sid: "WriteObjects", Effect: "Allow", Action: ["s3:PutObject"], Resource: [`${ARN}/in/*`] },
        use(["kms:GenerateDataKey", "kms:Decrypt"]),
      ]);
      const both = await granted((bucket, writer) => bucket.grantWrite(writer, { delete: true }));
      expect(both[0]!.Action).to.deep.equal(["s3:PutObject", "s3:DeleteObject"]);
    });

    it("of a log target need no key", async () => {
      const { one } = await record(() => makeLogs().grantRead(new FakeGrantee("reader")));
      expect(statementsOf(one(GRANT).inputs["policy"]).map(({ Sid }) => Sid)).to.deep.equal(["ReadObjects"]);
    });
  });

  it("is monitored with metrics that CloudWatch has, and alarmed only on those that the bucket publishes", async () => {
    const { result } = await record(() => [makeBucket(), makeLogs({ requestMetrics: true })] as const);
    for (const { monitoring } of result) {
      const metrics = [...monitoring.alarms, ...monitoring.widgets.flatMap(({ metrics }) => metrics)].map((each) =>
        metricProblem("metric" in each ? each.metric : each),
      );
      expect(metrics.filter(Boolean)).to.deep.equal([]);
    }
    expect(result[0].monitoring.alarms).to.deep.equal([]);
    expect(result[1].monitoring.alarms.map(({ name, threshold }) => [name, threshold])).to.deep.equal([
      ["client-errors", 5],
      ["server-errors", 5],
    ]);
  });

  describe("refuses", () => {
    const cases: [string, () => unknown, RegExp][] = [
      ["no key", () => makeBucket({ key: undefined }), /key is missing/],
      [
        "keys of S3 for data",
        () => makeBucket({ key: undefined, encryption: "AES256" }),
        /encryption is "AES256"; give a key/,
      ],
      ["a key for a log target", () => makeLogs({ key: makeKey() }), /key is "platform"; leave it out/],
      [
        "KMS for a log target",
        () => makeLogs({ encryption: "aws:kms", key: makeKey() }),
        /encryption is "aws:kms"; use AES256/,
      ],
      ["required headers for a log target", () => makeLogs({ uploadEncryption: "header" }), /uploadEncryption/],
      ["an unknown algorithm", () => makeBucket({ encryption: "DES" as never }), /encryption is "DES"/],
      ["a log target for nobody", () => makeBucket({ logTarget: [] }), /logTarget is \[\]/],
      ["an unknown log source", () => makeLogs({ logTarget: ["apache" as never] }), /logTarget is "apache"/],
      ["upper case in a name", () => makeBucket({ bucketName: "Rules" }), /bucketName is "Rules"/],
      ["a name like an address", () => makeBucket({ bucketName: "192.168.0.1" }), /bucketName is/],
      ["two dots in a name", () => makeBucket({ bucketName: "a..b" }), /bucketName is/],
      ["a reserved suffix", () => makeBucket({ bucketName: "rules-s3alias" }), /bucketName is/],
      ["a name of 64 characters", () => makeBucket({ bucketName: "a".repeat(64) }), /bucketName is/],
      ["logs into a bucket that takes none", () => makeBucket({ accessLogs: makeData() }), /accessLogs is "data"/],
      ["logs about logs", () => makeLogs({ accessLogs: new Bucket("more", { logTarget: true }) }), /never end/],
      ["expiry at once", () => makeBucket({ lifecycle: { expireAfterDays: 0 } }), /lifecycle\.expireAfterDays is 0/],
      [
        "pages from anywhere",
        () => makeBucket({ cors: [{ allowOrigins: ["*"], allowMethods: ["GET"] }] }),
        /cors\.allowOrigins/,
      ],
      [
        "an unknown method",
        () => makeBucket({ cors: [{ allowOrigins: ["https://x"], allowMethods: ["PATCH" as never] }] }),
        /"PATCH"/,
      ],
      [
        "a lock without versions",
        () => makeBucket({ versioning: false, objectLock: { mode: "GOVERNANCE", days: 1 } }),
        /versioning is false/,
      ],
      ["a lock of no days", () => makeBucket({ objectLock: { mode: "GOVERNANCE", days: 0 } }), /objectLock\.days is 0/],
    ];
    for (const [what, program, message] of cases)
      it(what, async () => {
        const error = await errorOf(program);
        expect(error).to.be.instanceOf(InputError);
        expect(error.message).to.match(message);
      });
  });
});

function makeData(): Bucket {
  return new Bucket("data", { key: new Key("data", { description: "x" }) });
}

/** The inputs of the one setting of a type that belongs to the bucket itself, not to its log bucket. */
function own(recorded: Recorded<unknown>, type: string): Record<string, unknown> {
  const [found, ...more] = recorded.ofType(type).filter(({ inputs }) => inputs["bucket"] === "rules-111122223333");
  expect(more).to.deep.equal([]);
  return found!.inputs;
}

/** Whether a statement on PutObject denies a request with these values; as IAM evaluates the operators in use here. */
function denied(statements: ReturnType<typeof statementsOf>, request: Record<string, string | undefined>): boolean {
  const operators: Record<string, (given: string | undefined, wanted: unknown) => boolean> = {
    StringEquals: (given, wanted) => given === wanted,
    StringNotEquals: (given, wanted) => given !== wanted,
    // True of what is not there, as AWS evaluates it.
    StringNotEqualsIfExists: (given, wanted) => given !== wanted,
    Null: (given, wanted) => String(given === undefined) === wanted,
  };
  return statements
    .filter(({ Effect, Action }) => Effect === "Deny" && Action === "s3:PutObject")
    .some(({ Condition }) =>
      Object.entries(Condition!).every(([operator, keys]) =>
        Object.entries(keys).every(([key, wanted]) => operators[operator]!(request[key], wanted)),
      ),
    );
}
