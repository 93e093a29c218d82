import "../../support/environment";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import * as z from "zod/mini";
import { parameter } from "../../../../functions/shared/parameters/parameter";
import { secret } from "../../../../functions/shared/parameters/secret";
import { secretStore } from "../../../../functions/shared/parameters/secrets-manager";
import { parameterStore } from "../../../../functions/shared/parameters/ssm";
import { useAwsMock } from "../../support/aws-mock";
import { capturedOutput } from "../../support/captured-output";

const NAME = "/dev/users/settings";
const schema = z.object({ maximum: z.int() });

/** Runs work as if so many seconds had passed. */
async function after<T>(seconds: number, work: () => Promise<T>): Promise<T> {
  const now = Date.now;
  Date.now = () => now() + seconds * 1000;
  try {
    return await work();
  } finally {
    Date.now = now;
  }
}

const messageOf = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (error: Error) => error.message,
  );

describe("a setting of Parameter Store", () => {
  const ssm = useAwsMock(SSMClient);
  beforeEach(() => parameterStore.clearCache());

  const holds = (Value: string) => ssm().on(GetParameterCommand).resolves({ Parameter: { Value } });
  const calls = () =>
    ssm()
      .commandCalls(GetParameterCommand)
      .map(({ args }) => args[0].input);

  it("is fetched once, decrypted, and not again until its time is over", async () => {
    holds('{"maximum":5}');
    const read = parameter(NAME, schema, { maxAgeSeconds: 60 });
    expect(await read()).to.deep.equal({ maximum: 5 });
    holds('{"maximum":6}');
    for (let warm = 0; warm < 10; warm++) expect(await read()).to.deep.equal({ maximum: 5 });
    expect(await after(59, read)).to.deep.equal({ maximum: 5 });
    expect(calls()).to.deep.equal([{ Name: NAME, WithDecryption: true }]);
    expect(await after(61, read)).to.deep.equal({ maximum: 6 });
    expect(calls()).to.have.length(2);
  });

  it("is not fetched by being declared", () => {
    parameter(NAME, schema);
    expect(calls()).to.deep.equal([]);
  });

  it("keeps for five minutes where nothing else is said", async () => {
    holds('{"maximum":5}');
    const read = parameter(NAME, schema);
    await read();
    await after(299, read);
    expect(calls()).to.have.length(1);
    await after(301, read);
    expect(calls()).to.have.length(2);
  });

  for (const [what, broken] of Object.entries({
    "is not JSON": () => holds("maximum=hunter2"),
    "has another form": () => holds('{"maximum":"hunter2"}'),
    "cannot be read": () => ssm().on(GetParameterCommand).rejects(new Error("no way")),
  })) {
    it(`leaves the last good value in force when a later one ${what}, and says so without the value`, async () => {
      holds('{"maximum":5}');
      const read = parameter(NAME, schema, { maxAgeSeconds: 60 });
      await read();
      broken();
      const { result, output } = await capturedOutput(() => after(61, read));
      expect(result).to.deep.equal({ maximum: 5 });
      expect(output).to.contain("kept the last good value").and.to.contain(NAME).and.not.to.contain("hunter2");
      holds('{"maximum":7}');
      expect(await after(122, read)).to.deep.equal({ maximum: 7 });
    });
  }

  it("fails where there never was a good one, without the value", async () => {
    holds('{"maximum":"hunter2"}');
    const message = await messageOf(parameter(NAME, schema)());
    expect(message).to.match(/^The value of \/dev\/users\/settings is not valid: maximum /);
    expect(message).not.to.contain("hunter2");
  });
});

describe("a secret of Secrets Manager", () => {
  const manager = useAwsMock(SecretsManagerClient);
  beforeEach(() => secretStore.clearCache());

  const holds = (SecretString: string) => manager().on(GetSecretValueCommand).resolves({ SecretString });
  const calls = () => manager().commandCalls(GetSecretValueCommand).length;

  it("is fetched once until its time is over, or it is asked for afresh", async () => {
    holds('{"maximum":5}');
    const read = secret("web-service", schema, { maxAgeSeconds: 60 });
    for (let warm = 0; warm < 10; warm++) expect(await read()).to.deep.equal({ maximum: 5 });
    expect(calls()).to.equal(1);
    holds('{"maximum":6}');
    expect(await read.fresh()).to.deep.equal({ maximum: 6 });
    expect(await read()).to.deep.equal({ maximum: 6 });
    expect(calls()).to.equal(2);
    await after(61, read);
    expect(calls()).to.equal(3);
  });

  it("is no longer used once it can no longer be read", async () => {
    holds('{"maximum":5}');
    const read = secret("web-service", schema, { maxAgeSeconds: 60 });
    await read();
    manager().on(GetSecretValueCommand).rejects(new Error("AccessDenied"));
    expect(await messageOf(after(61, read))).to.contain("AccessDenied");
  });

  it("is read from bytes too", async () => {
    manager()
      .on(GetSecretValueCommand)
      .resolves({ SecretBinary: Buffer.from('{"maximum":5}') });
    expect(await secret("bytes", schema)()).to.deep.equal({ maximum: 5 });
  });
});
