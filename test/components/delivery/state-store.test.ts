import { expect } from "chai";
import { StateStore, type StateStoreArgs } from "../../../components/delivery/state-store";
import { InputError } from "../../../components/input-error";
import { runPack } from "../../../policies/run-in-process";
import { refuses } from "../../../policies/violation";
import { errorOf, record, recordBoth } from "../../support/record";
import { expectLeastPrivilege, statementsOf } from "../encryption/least-privilege";

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const BUCKET_ARN = "arn:aws:s3:::acme-state";
const KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/state-key-key-id";

const stacks = [{ name: "management" }, { name: "prod", reads: ["management"], accounts: ["444455556666"] }];
const make = (more: Partial<StateStoreArgs> = {}) =>
  new StateStore("state", { bucketName: "acme-state", project: "platform", stacks, ...more });

describe("StateStore", () => {
  it("keeps versions, is encrypted with a rotated key of its own, logs access, and drops old copies", async () => {
    for (const { one } of await recordBoth(() => make())) {
      const key = one("aws:kms/key:Key");
      expect(key.inputs).to.include({ enableKeyRotation: true, deletionWindowInDays: 30 });
      expect(key).to.include({ protect: true, retainOnDelete: true });
      expect(one("aws:s3/bucket:Bucket", "state-bucket-bucket")).to.include({ protect: true, retainOnDelete: true });
      expect(one("aws:s3/bucketVersioning:BucketVersioning", "state-bucket-versioning").inputs).to.deep.include({
        versioningConfiguration: { status: "Enabled" },
      });
      expect(one("aws:s3/bucketLogging:BucketLogging").inputs["targetPrefix"]).to.equal("state-bucket/");
      expect(
        one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "state-bucket-public-access-block").inputs,
      ).to.include({
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      const rules = one(LIFECYCLE, "state-bucket-lifecycle").inputs["rules"] as Record<string, unknown>[];
      expect(rules.find(({ id }) => id === "engine-backups")).to.deep.equal({
        id: "engine-backups",
        status: "Enabled",
        filter: { prefix: ".pulumi/backups/" },
        expiration: { days: 90 },
      });
      expect(JSON.stringify(rules)).to.contain('"noncurrentDays":365');
    }
  });

  it("gives each stack a role that reaches its own state and secrets, and reads those it refers to", async () => {
    const { one } = await record(() => make());
    const { policy } = one(POLICY, "state-prod-policy").inputs;
    await expectLeastPrivilege(policy);
    const of = (...keys: string[]) => keys.map((key) => `${BUCKET_ARN}/.pulumi/${key}`);
    expect(statementsOf(policy)).to.deep.equal([
      {
        Sid: "ListState",
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: BUCKET_ARN,
        Condition: { StringLike: { "s3:prefix": ".pulumi/*" } },
      },
      {
        Sid: "ReadShared",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: of("meta.yaml", "stacks/platform/management.json"),
      },
      {
        Sid: "UseOwnState",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
        Resource: of(
          "stacks/platform/prod.json",
          "stacks/platform/prod.json.*",
          "history/platform/prod/*",
          "backups/platform/prod/*",
          "locks/organization/platform/prod/*",
        ),
      },
      {
        Sid: "UseKeyThroughS3",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: KEY_ARN,
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      },
      {
        Sid: "EncryptOwnSecrets",
        Effect: "Allow",
        Action: ["kms:Encrypt"],
        Resource: KEY_ARN,
        Condition: { StringEquals: { "kms:EncryptionContext:stack": "prod" } },
      },
      {
        Sid: "DecryptSecrets",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: KEY_ARN,
        Condition: { StringEquals: { "kms:EncryptionContext:stack": ["prod", "management"] } },
      },
    ]);
  });

  it("trusts the store's own account, and the stack's where that deploys with its own credentials", async () => {
    const { one } = await record(() => make());
    const trust = (stack: string) =>
      (JSON.parse(one(ROLE, `state-${stack}-role`).inputs["assumeRolePolicy"] as string) as { Statement: unknown[] })
        .Statement;
    const roots = (...ids: string[]) => [
      { Effect: "Allow", Principal: { AWS: ids.map((id) => `arn:aws:iam::${id}:root`) }, Action: "sts:AssumeRole" },
    ];
    expect(trust("management")).to.deep.equal(roots("111122223333"));
    expect(trust("prod")).to.deep.equal(roots("111122223333", "444455556666"));
    expect(one(ROLE, "state-prod-role").inputs["name"]).to.equal("platform-state-prod");
  });

  it("passes the policy pack without an exception", async () => {
    const { all } = await record(() => make());
    const violations = runPack(all, { environment: "bootstrap" });
    expect(violations.filter((each) => refuses(each))).to.deep.equal([]);
  });

  it("refuses a stack twice, one that nobody knows, and days that S3 does not take", async () => {
    const problem = async (more: Partial<StateStoreArgs>) => {
      const error = await errorOf(() => make(more));
      expect(error).to.be.instanceOf(InputError);
      return error.message;
    };
    expect(await problem({ stacks: [{ name: "a" }, { name: "a" }] })).to.contain("name each stack once");
    expect(await problem({ stacks: [{ name: "a", reads: ["b"] }] })).to.contain("use one of the stacks: a");
    expect(await problem({ versionsKeptDays: 0 })).to.contain("versionsKeptDays");
    expect(await problem({ backupsKeptDays: 0.5 })).to.contain("backupsKeptDays");
  });
});
