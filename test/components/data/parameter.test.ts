import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { Parameter, type ParameterArgs } from "../../../components/data/parameter";
import { InputError } from "../../../components/input-error";
import { errorOf, record, recordBoth } from "../../support/record";
import { makeFunction, makeKey, statementsOf } from "../compute/support";

const PARAMETER = "aws:ssm/parameter:Parameter";
const KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/system-key-id";
const ARN = "arn:aws:ssm:eu-west-1:111122223333:parameter/dev/users/settings";

const args = (more: Partial<ParameterArgs> = {}): Omit<ParameterArgs, "key"> => ({
  parameterName: "/dev/users/settings",
  description: "Limits of the users API.",
  value: '{"maximumAttributes":50}',
  ...more,
});
const make = (more: Partial<ParameterArgs> = {}) => new Parameter("settings", { key: makeKey(), ...args(more) });

describe("Parameter", () => {
  it("is encrypted with the system's key, kept when removed, and a secret in state", async () => {
    for (const { one } of await recordBoth(() => make())) {
      const parameter = one(PARAMETER, "settings-parameter");
      expect(parameter.inputs).to.deep.include({
        name: "/dev/users/settings",
        description: "Limits of the users API.",
        type: "SecureString",
        tier: "Standard",
        value: '{"maximumAttributes":50}',
      });
      expect(parameter).to.include({ protect: true, retainOnDelete: true });
      expect(parameter.secretInputs).to.include("value");
    }
    const { one, result } = await record(() => make());
    expect(one(PARAMETER).inputs["keyId"]).to.equal(KEY_ARN);
    expect(result.monitoring.alarms).to.deep.equal([]);
  });

  it("stays encrypted whatever is overridden", async () => {
    const overrides = { parameter: { type: "String", keyId: "alias/aws/ssm", dataType: "text" } };
    const { one } = await record(() => make({ overrides }));
    expect(one(PARAMETER).inputs).to.include({ type: "SecureString", keyId: KEY_ARN, dataType: "text" });
  });

  it("sets the program's value at each deployment, or leaves an operator's where that is said", async () => {
    const changes = async (more: Partial<ParameterArgs>) => (await record(() => make(more))).one(PARAMETER);
    expect((await changes({})).ignoreChanges).to.deep.equal([]);
    expect((await changes({ keepChanges: true })).ignoreChanges).to.deep.equal(["value"]);
  });

  it("lets a reader get the one value, decrypted through Parameter Store alone", async () => {
    const { one } = await record(() => {
      const key = makeKey();
      new Parameter("settings", { key, ...args() }).grantRead(makeFunction("reader", {}, key));
    });
    expect(statementsOf(one("aws:iam/rolePolicy:RolePolicy", "reader-read-settings").inputs["policy"])).to.deep.equal([
      { Sid: "ReadParameter", Effect: "Allow", Action: "ssm:GetParameter", Resource: ARN },
      {
        Sid: "UseKeyThroughSsm",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: KEY_ARN,
        Condition: { StringEquals: { "kms:ViaService": "ssm.eu-west-1.amazonaws.com" } },
      },
    ]);
  });

  for (const [tier, encrypt] of [
    ["Standard", "kms:Encrypt"],
    ["Advanced", "kms:GenerateDataKey"],
  ] as const) {
    it(`lets a restorer read the history and put a value, encrypted as the tier ${tier} does`, async () => {
      const { one } = await record(() => {
        const key = makeKey();
        new Parameter("settings", { key, ...args({ tier }) }).grantRestore(makeFunction("restorer", {}, key));
      });
      const policy = one("aws:iam/rolePolicy:RolePolicy", "restorer-restore-settings").inputs["policy"];
      expect(statementsOf(policy)).to.deep.equal([
        {
          Sid: "RestoreParameter",
          Effect: "Allow",
          Action: ["ssm:GetParameter", "ssm:GetParameterHistory", "ssm:PutParameter"],
          Resource: ARN,
        },
        {
          Sid: "UseKeyThroughSsm",
          Effect: "Allow",
          Action: ["kms:Decrypt", encrypt],
          Resource: KEY_ARN,
          Condition: { StringEquals: { "kms:ViaService": "ssm.eu-west-1.amazonaws.com" } },
        },
      ]);
    });
  }

  for (const [what, more, field] of [
    ["a name that is no path", { parameterName: "settings" }, "parameterName"],
    ["a name of AWS's own", { parameterName: "/aws/settings" }, "parameterName"],
    ["a name of 16 levels", { parameterName: "/a".repeat(16) }, "parameterName"],
    ["a name that is too long", { parameterName: `/${"a".repeat(1011)}` }, "parameterName"],
    ["no description", { description: "" }, "description"],
    ["an empty value", { value: "" }, "value"],
    ["a value too long for the tier", { value: "x".repeat(4097) }, "value"],
    ["a value too long for any tier", { value: "x".repeat(8193), tier: "Advanced" }, "value"],
    ["a value that breaks its own pattern", { value: "hunter2", allowedPattern: "^\\d+$" }, "value"],
    ["an unknown tier", { tier: "Free" as never }, "tier"],
  ] as [string, Partial<ParameterArgs>, string][]) {
    it(`refuses ${what}, without telling the value`, async () => {
      const error = await errorOf(() => make(more));
      expect(error).to.be.instanceOf(InputError).and.include({ field });
      expect(error.message).not.to.contain("hunter2").and.not.to.contain("xxxx");
    });
  }

  it("takes a value that is known after deployment only", async () => {
    const { one } = await record(() => make({ value: pulumi.secret("later") }));
    expect(one(PARAMETER).inputs["value"]).to.equal("later");
  });
});
