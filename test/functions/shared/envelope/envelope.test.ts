import "../../support/environment";
import { DecryptCommand, GenerateDataKeyCommand, KMSClient, ReEncryptCommand } from "@aws-sdk/client-kms";
import { expect } from "chai";
import * as fc from "fast-check";
import { unpack } from "../../../../functions/shared/envelope/ciphertext";
import { Envelope, type EnvelopeOptions } from "../../../../functions/shared/envelope/envelope";
import { EnvelopeError } from "../../../../functions/shared/envelope/envelope-error";
import { useAwsMock } from "../../support/aws-mock";
import { FakeKms } from "../../support/fake-kms";

const KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-1111-1111-111111111111";
const NEW_KEY = "arn:aws:kms:us-east-1:123456789012:key/22222222-2222-2222-2222-222222222222";
const mobile = { key: "sub-1", field: "mobile" };

describe("envelope encryption", () => {
  const stub = useAwsMock(KMSClient);
  let kms: FakeKms;
  beforeEach(() => {
    kms = new FakeKms().answer(stub() as never);
  });

  const envelope = (options: Partial<EnvelopeOptions> = {}) =>
    new Envelope({ table: "Users", keyArn: KEY, ...options });
  const inputs = (command: unknown) =>
    stub()
      .commandCalls(command as typeof GenerateDataKeyCommand)
      .map(({ args }) => args[0].input as unknown);
  const fault = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(EnvelopeError);
    return (error as EnvelopeError).fault;
  };

  it("gives back every text, in another process, from a ciphertext that does not hold it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        const bytes = await envelope().encrypt(text, mobile);
        expect(await envelope().decrypt(bytes, mobile)).to.equal(text);
        if (text.length > 3) expect(Buffer.from(bytes).includes(text)).to.equal(false);
      }),
      { numRuns: 50 },
    );
  });

  it("tells KMS the table and the field, and never whose record it is", async () => {
    const bytes = await envelope().encrypt("+1 555 0100", mobile);
    await envelope().decrypt(bytes, mobile);
    expect(inputs(GenerateDataKeyCommand)).to.deep.equal([
      { KeyId: KEY, KeySpec: "AES_256", EncryptionContext: { table: "Users", field: "mobile" } },
    ]);
    expect(inputs(DecryptCommand)).to.deep.equal([
      {
        KeyId: KEY,
        CiphertextBlob: unpack(bytes).wrappedKey,
        EncryptionContext: { table: "Users", field: "mobile" },
      },
    ]);
  });

  it("never makes the same bytes twice", async () => {
    const one = envelope();
    const made = await Promise.all(Array.from({ length: 50 }, () => one.encrypt("same", mobile)));
    expect(new Set(made.map((bytes) => Buffer.from(bytes).toString("hex"))).size).to.equal(50);
    expect(new Set(made.map((bytes) => Buffer.from(unpack(bytes).nonce).toString("hex"))).size).to.equal(50);
  });

  for (const [what, elsewhere] of Object.entries({
    "another record": { table: "Users", key: "sub-2", field: "mobile" },
    "another field": { table: "Users", key: "sub-1", field: "birthdate" },
    "another table": { table: "Students", key: "sub-1", field: "mobile" },
    "parts that read alike when joined": { table: "Users", key: "sub-1mobile", field: "" },
  })) {
    it(`does not decrypt for ${what}`, async () => {
      const bytes = await envelope().encrypt("+1 555 0100", mobile);
      const { table, ...place } = elsewhere;
      expect(await fault(envelope({ table }).decrypt(bytes, place))).to.equal("WrongContext");
    });
  }

  it("does not decrypt when any single bit was changed", async () => {
    const bytes = await envelope().encrypt("0", mobile);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes);
      changed[at]! ^= 1;
      expect(await fault(envelope().decrypt(changed, mobile)), `byte ${at}`).to.match(
        /^(WrongContext|MalformedCiphertext|UnknownVersion|UnknownKey)$/,
      );
    }
  });

  it("does not decrypt what is cut short, at any length", async () => {
    const bytes = await envelope().encrypt("0", mobile);
    for (let length = 0; length < bytes.length; length++)
      expect(await fault(envelope().decrypt(bytes.slice(0, length), mobile)), `${length} bytes`).to.match(
        /^(WrongContext|MalformedCiphertext)$/,
      );
  });

  it("says so of a later version, rather than guess", async () => {
    const bytes = await envelope().encrypt("0", mobile);
    bytes[0] = 2;
    const error = await envelope()
      .decrypt(bytes, mobile)
      .catch((reason: Error) => reason);
    expect((error as Error).message).to.equal(
      "UnknownVersion: The ciphertext has a version that this code does not know; deploy the code that wrote it.",
    );
  });

  it("asks KMS for no key that only the ciphertext names", async () => {
    const foreign = await envelope({ keyArn: NEW_KEY }).encrypt("0", mobile);
    expect(await fault(envelope().decrypt(foreign, mobile))).to.equal("UnknownKey");
    expect(inputs(DecryptCommand)).to.deep.equal([]);
  });

  describe("data keys", () => {
    it("are asked for once for many values of a field, and apart for each field", async () => {
      const one = envelope();
      const made = [];
      for (const key of ["a", "b", "c"]) made.push(await one.encrypt("x", { key, field: "mobile" }));
      await one.encrypt("x", { key: "a", field: "birthdate" });
      expect(inputs(GenerateDataKeyCommand)).to.have.length(2);
      const other = envelope();
      for (const [at, key] of ["a", "b", "c"].entries())
        expect(await other.decrypt(made[at]!, { key, field: "mobile" })).to.equal("x");
      expect(inputs(DecryptCommand)).to.have.length(1);
    });

    it("are asked for once also by values encrypted at the same time", async () => {
      const one = envelope();
      await Promise.all([1, 2, 3].map(() => one.encrypt("x", mobile)));
      expect(inputs(GenerateDataKeyCommand)).to.have.length(1);
    });

    it("are asked for anew after so many uses", async () => {
      const one = envelope({ maxUses: 2 });
      for (let turn = 0; turn < 5; turn++) await one.encrypt("x", mobile);
      expect(inputs(GenerateDataKeyCommand)).to.have.length(3);
    });

    it("are asked for anew when their time is over, so that a permission taken away ends", async () => {
      const one = envelope({ maxAgeSeconds: 60 });
      const now = Date.now;
      try {
        const bytes = await one.encrypt("x", mobile);
        await one.decrypt(bytes, mobile);
        kms.refused.set(KEY, "AccessDeniedException");
        Date.now = () => now() + 59_000;
        await one.encrypt("x", mobile);
        expect(await one.decrypt(bytes, mobile)).to.equal("x");
        Date.now = () => now() + 61_000;
        expect(await fault(one.encrypt("x", mobile))).to.equal("KeyRefused");
        expect(await fault(one.decrypt(bytes, mobile))).to.equal("KeyRefused");
        kms.refused.clear();
        expect(await one.decrypt(bytes, mobile)).to.equal("x");
      } finally {
        Date.now = now;
      }
    });

    it("are not kept when KMS refused them", async () => {
      const one = envelope();
      kms.refused.set(KEY, "DisabledException");
      expect(await fault(one.encrypt("x", mobile))).to.equal("KeyRefused");
      kms.refused.clear();
      expect(await one.decrypt(await one.encrypt("x", mobile), mobile)).to.equal("x");
    });

    it("have limits that make sense", () => {
      expect(() => envelope({ maxUses: 2 ** 32 })).to.throw(RangeError, "maxUses");
      expect(() => envelope({ maxAgeSeconds: 0 })).to.throw(RangeError, "maxAgeSeconds");
    });
  });

  for (const name of ["AccessDeniedException", "DisabledException", "KMSInvalidStateException", "NotFoundException"]) {
    it(`tells ${name} of KMS as a refused key`, async () => {
      const bytes = await envelope().encrypt("x", mobile);
      kms.refused.set(KEY, name);
      expect(await fault(envelope().decrypt(bytes, mobile))).to.equal("KeyRefused");
    });
  }

  it("passes on errors that are not about the key, such as throttling", async () => {
    kms.refused.set(KEY, "ThrottlingException");
    const error = await envelope()
      .encrypt("x", mobile)
      .catch((reason: Error) => reason);
    expect((error as Error).name).to.equal("ThrottlingException");
  });

  describe("a change of the KMS key", () => {
    it("keeps old values readable, and moves them without clear text", async () => {
      const old = await envelope().encrypt("+1 555 0100", mobile);
      const next = envelope({ keyArn: NEW_KEY, formerKeyArns: [KEY] });
      expect(next.isCurrent(old)).to.equal(false);
      const moved = await next.rewrap(old, mobile);
      expect(inputs(DecryptCommand)).to.deep.equal([]);
      expect(inputs(ReEncryptCommand)).to.deep.equal([
        {
          CiphertextBlob: unpack(old).wrappedKey,
          SourceKeyId: KEY,
          SourceEncryptionContext: { table: "Users", field: "mobile" },
          DestinationKeyId: NEW_KEY,
          DestinationEncryptionContext: { table: "Users", field: "mobile" },
        },
      ]);
      expect(next.isCurrent(moved)).to.equal(true);
      kms.refused.set(KEY, "KMSInvalidStateException");
      expect(await envelope({ keyArn: NEW_KEY }).decrypt(moved, mobile)).to.equal("+1 555 0100");
    });

    it("leaves what is current as it is, without asking KMS", async () => {
      const bytes = await envelope().encrypt("x", mobile);
      expect(await envelope().rewrap(bytes, mobile)).to.equal(bytes);
      expect(inputs(ReEncryptCommand)).to.deep.equal([]);
    });
  });
});
