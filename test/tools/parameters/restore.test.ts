import { GetParameterHistoryCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { parameterHistory } from "../../../tools/parameters/history";
import { restoreParameter } from "../../../tools/parameters/restore";
import { useAwsMock } from "../../functions/support/aws-mock";

const NAME = "/dev/users/settings";
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1";
const version = (Version: number, Value: string, more: object = {}) => ({
  Version,
  Value,
  Type: "SecureString" as const,
  KeyId: KEY,
  Tier: "Standard" as const,
  LastModifiedUser: "arn:aws:iam::111122223333:user/operator",
  LastModifiedDate: new Date(Version * 1000),
  ...more,
});

describe("restoring a parameter", () => {
  const ssm = useAwsMock(SSMClient);
  const client = new SSMClient({ region: "eu-west-1" });
  const puts = () =>
    ssm()
      .commandCalls(PutParameterCommand)
      .map(({ args }) => args[0].input);
  const has = (...Parameters: ReturnType<typeof version>[]) => {
    ssm().on(GetParameterHistoryCommand).resolves({ Parameters });
    ssm()
      .on(PutParameterCommand)
      .resolves({ Version: Parameters.length + 1 });
  };

  it("puts the version before the one in force back, under the same key and tier", async () => {
    has(version(1, "one"), version(2, "two"), version(3, "three"));
    expect(await restoreParameter(client, NAME)).to.deep.equal({ restored: 2, current: 3, version: 4 });
    expect(puts()).to.deep.equal([
      { Name: NAME, Value: "two", Type: "SecureString", Overwrite: true, KeyId: KEY, Tier: "Standard" },
    ]);
  });

  it("puts the named version back, in whatever order the history comes", async () => {
    has(version(3, "three"), version(1, "one"), version(2, "two"));
    expect(await restoreParameter(client, NAME, 1)).to.deep.equal({ restored: 1, current: 3, version: 4 });
    expect(puts()[0]).to.include({ Value: "one" });
  });

  it("keeps the key of the version in force, not the old one's", async () => {
    has(version(1, "one", { KeyId: "alias/old" }), version(2, "two"));
    await restoreParameter(client, NAME);
    expect(puts()[0]).to.include({ KeyId: KEY });
  });

  it("does nothing where the value is in force already", async () => {
    has(version(1, "same"), version(2, "same"));
    expect(await restoreParameter(client, NAME)).to.deep.equal({ restored: 1, current: 2, version: 2 });
    expect(puts()).to.deep.equal([]);
  });

  for (const [wanted, message] of [
    [7, `${NAME} has no version 7; Parameter Store keeps 1`],
    [undefined, `${NAME} has no version before 1`],
  ] as const) {
    it(`says what there is where there is no version ${wanted ?? "before"}`, async () => {
      has(version(1, "one"));
      const error = await restoreParameter(client, NAME, wanted).catch((reason: Error) => reason);
      expect((error as Error).message).to.equal(message);
      expect(puts()).to.deep.equal([]);
    });
  }

  it("reads every page of the history, decrypted", async () => {
    ssm()
      .on(GetParameterHistoryCommand)
      .resolvesOnce({ Parameters: [version(1, "one")], NextToken: "more" })
      .resolvesOnce({ Parameters: [version(2, "two")] });
    expect((await parameterHistory(client, NAME)).map((each) => each.value)).to.deep.equal(["one", "two"]);
    const inputs = ssm()
      .commandCalls(GetParameterHistoryCommand)
      .map(({ args }) => args[0].input);
    expect(inputs).to.deep.equal([
      { Name: NAME, WithDecryption: true, NextToken: undefined },
      { Name: NAME, WithDecryption: true, NextToken: "more" },
    ]);
  });
});
