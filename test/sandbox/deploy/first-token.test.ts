import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";
import { putFirstToken } from "../../../sandbox/deploy/first-token";
import type { SandboxOutputs } from "../../../sandbox/deploy/sandbox-outputs";
import type { Emulator } from "../../../sandbox/emulator/emulator";
import { useAwsMock } from "../../functions/support/aws-mock";

const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:platform/sandbox/events/web-service-a1B2c3";

describe("the first token of the web service", () => {
  const secrets = useAwsMock(SecretsManagerClient);
  const emulator = { endpoint: "http://127.0.0.1:1", region: "us-east-1", accountId: "123456789012" } as Emulator;
  const put = (events?: object) => putFirstToken(emulator, { events } as unknown as SandboxOutputs);
  const puts = () => secrets().commandCalls(PutSecretValueCommand);

  for (const [who, answer] of Object.entries({
    AWS: () =>
      secrets()
        .on(GetSecretValueCommand)
        .rejects(new ResourceNotFoundException({ message: "no value", $metadata: {} })),
    "the emulator": () => secrets().on(GetSecretValueCommand).resolves({ VersionId: "1" }),
  })) {
    it(`is put where the secret is empty, as ${who} says it`, async () => {
      answer();
      secrets().on(PutSecretValueCommand).resolves({});
      expect(await put({ webServiceSecret: SECRET })).to.equal(true);
      expect(puts().map(({ args }) => args[0].input)).to.deep.equal([
        { SecretId: SECRET, SecretString: '{"token":"of-the-sandbox"}' },
      ]);
    });
  }

  it("leaves one that is there, and asks for nothing where there is no secret", async () => {
    secrets().on(GetSecretValueCommand).resolves({ SecretString: '{"token":"mine"}' });
    expect(await put({ webServiceSecret: SECRET })).to.equal(false);
    expect(await put({})).to.equal(false);
    expect(await put(undefined)).to.equal(false);
    expect(puts()).to.deep.equal([]);
    expect(secrets().commandCalls(GetSecretValueCommand)).to.have.length(1);
  });

  it("is not put where the secret cannot be read", async () => {
    secrets().on(GetSecretValueCommand).rejects(new Error("no way"));
    const error = await put({ webServiceSecret: SECRET }).catch((failed: Error) => failed);
    expect((error as Error).message).to.equal("no way");
    expect(puts()).to.deep.equal([]);
  });
});
