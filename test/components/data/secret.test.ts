import { expect } from "chai";
import { Secret, type SecretArgs } from "../../../components/data/secret";
import { InputError } from "../../../components/input-error";
import { errorOf, record, recordBoth } from "../../support/record";
import { makeFunction, makeKey, statementsOf } from "../compute/support";

const SECRET = "aws:secretsmanager/secret:Secret";
const ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:dev/web-service-a1B2c3";
const KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/system-key-id";

const base = { secretName: "dev/web-service", description: "Key of the web service.", withoutRotation: "set by hand" };
const make = (more: Partial<SecretArgs> = {}) => new Secret("web", { key: makeKey(), ...base, ...more });

describe("Secret", () => {
  it("is encrypted with the system's key and can be brought back for a month", async () => {
    for (const { one, ofType } of await recordBoth(() => make())) {
      expect(one(SECRET, "web-secret").inputs).to.deep.include({
        name: "dev/web-service",
        description: "Key of the web service.",
        recoveryWindowInDays: 30,
      });
      expect(one(SECRET)).to.include({ protect: true, retainOnDelete: true });
      expect(ofType("aws:secretsmanager/secretVersion:SecretVersion")).to.deep.equal([]);
      expect(ofType("aws:secretsmanager/secretRotation:SecretRotation")).to.deep.equal([]);
    }
    const { one } = await record(() => make({ overrides: { secret: { kmsKeyId: "alias/aws/secretsmanager" } } }));
    expect(one(SECRET).inputs["kmsKeyId"]).to.equal(KEY_ARN);
  });

  it("is closed to principals of other accounts, and to the public", async () => {
    const { one } = await record(() => make());
    const { inputs, retainOnDelete } = one("aws:secretsmanager/secretPolicy:SecretPolicy", "web-policy");
    expect(retainOnDelete).to.equal(true);
    expect(inputs["blockPublicPolicy"]).to.equal(true);
    expect(statementsOf(inputs["policy"])).to.deep.equal([
      {
        Sid: "DenyOtherAccounts",
        Effect: "Deny",
        Principal: "*",
        Action: "secretsmanager:*",
        Resource: "*",
        Condition: {
          StringNotEquals: { "aws:PrincipalAccount": "111122223333" },
          BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
        },
      },
    ]);
  });

  it("gets its first value from the program, secret in state, and keeps later ones", async () => {
    const { one } = await record(() => make({ value: "hunter2" }));
    const version = one("aws:secretsmanager/secretVersion:SecretVersion", "web-value");
    expect(version.inputs).to.deep.include({ secretString: "hunter2" });
    expect(version.secretInputs).to.include("secretString");
    expect(version.ignoreChanges).to.deep.equal(["secretString"]);
  });

  it("lets a reader get the one value, decrypted through Secrets Manager alone", async () => {
    const { one } = await record(() => {
      const key = makeKey();
      new Secret("web", { key, ...base }).grantRead(makeFunction("reader", {}, key));
    });
    expect(statementsOf(one("aws:iam/rolePolicy:RolePolicy", "reader-read-web").inputs["policy"])).to.deep.equal([
      { Sid: "ReadSecret", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: ARN },
      {
        Sid: "UseKeyThroughSecretsmanager",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: KEY_ARN,
        Condition: { StringEquals: { "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" } },
      },
    ]);
  });

  it("is rotated by a function that may do so with this secret alone, and only for Secrets Manager", async () => {
    const { one } = await record(() => {
      const key = makeKey();
      const rotate = makeFunction("rotate", {}, key);
      return new Secret("web", { key, ...base, withoutRotation: undefined, rotation: { function: rotate } });
    });
    expect(one("aws:secretsmanager/secretRotation:SecretRotation", "web-rotation").inputs).to.deep.include({
      rotationRules: { automaticallyAfterDays: 30 },
      rotationLambdaArn: "arn:aws:lambda:eu-west-1:111122223333:function:rotate:live",
    });
    expect(one("aws:lambda/permission:Permission", "rotate-rotate-web").inputs).to.deep.include({
      principal: "secretsmanager.amazonaws.com",
      sourceArn: ARN,
      sourceAccount: "111122223333",
    });
    const [rotate, useKey] = statementsOf(one("aws:iam/rolePolicy:RolePolicy", "rotate-rotate-web").inputs["policy"]);
    expect(rotate).to.deep.include({
      Action: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      Resource: ARN,
    });
    expect(useKey).to.deep.include({ Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: KEY_ARN });
  });

  for (const [what, more, field] of [
    ["no rotation without a reason", { withoutRotation: " " }, "rotation"],
    ["a name with spaces", { secretName: "web service" }, "secretName"],
    ["a name that ends as ARNs of secrets do", { secretName: "dev/web-abc123" }, "secretName"],
    ["no description", { description: "" }, "description"],
    ["a recovery window that AWS does not have", { recoveryWindowDays: 3 }, "recoveryWindowDays"],
  ] as [string, Partial<SecretArgs>, string][]) {
    it(`refuses ${what}`, async () => {
      expect(await errorOf(() => make(more)))
        .to.be.instanceOf(InputError)
        .and.include({ field });
    });
  }

  it("refuses a rotation that is rarer than the policy pack takes", async () => {
    const error = await errorOf(() => {
      const key = makeKey();
      const rotation = { function: makeFunction("rotate", {}, key), automaticallyAfterDays: 91 };
      new Secret("web", { key, ...base, rotation });
    });
    expect(error).to.be.instanceOf(InputError).and.include({ field: "rotation.automaticallyAfterDays" });
  });
});
