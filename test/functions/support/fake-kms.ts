import {
  DecryptCommand,
  GenerateDataKeyCommand,
  ReEncryptCommand,
  type KMSClient,
  type DecryptCommandInput,
} from "@aws-sdk/client-kms";
import type { AwsStub } from "aws-sdk-client-mock";
import { randomBytes } from "node:crypto";

/** A KMS in memory, behind a mocked client: it wraps data keys, and opens them for the same key and context alone. */
export class FakeKms {
  /** Keys that cannot be used, with the name of the error that KMS answers. */
  readonly refused = new Map<string, string>();
  private readonly wrapped = new Map<string, { key: Buffer; keyArn: string; context: string }>();

  /** Answers the calls of a mocked client. */
  answer(stub: AwsStub<never, never, KMSClient["config"]>): this {
    const kms = stub as unknown as AwsStub<object, { $metadata: object }, unknown>;
    const on = kms.on.bind(kms) as unknown as (command: unknown) => {
      callsFake(work: (input: never) => unknown): void;
    };
    on(GenerateDataKeyCommand).callsFake(({ KeyId, EncryptionContext }: DecryptCommandInput) => {
      this.check(KeyId!);
      const key = randomBytes(32);
      // A copy: the caller wipes what it gets.
      return { KeyId, Plaintext: new Uint8Array(key), CiphertextBlob: this.wrap(key, KeyId!, EncryptionContext!) };
    });
    on(DecryptCommand).callsFake(({ KeyId, CiphertextBlob, EncryptionContext }: DecryptCommandInput) => {
      this.check(KeyId!);
      return { KeyId, Plaintext: new Uint8Array(this.open(CiphertextBlob!, KeyId!, EncryptionContext!)) };
    });
    on(ReEncryptCommand).callsFake((input: ReEncryptCommand["input"]) => {
      this.check(input.SourceKeyId!);
      this.check(input.DestinationKeyId!);
      const key = this.open(input.CiphertextBlob!, input.SourceKeyId!, input.SourceEncryptionContext!);
      const blob = this.wrap(key, input.DestinationKeyId!, input.DestinationEncryptionContext!);
      return { KeyId: input.DestinationKeyId, CiphertextBlob: blob };
    });
    return this;
  }

  private wrap(key: Buffer, keyArn: string, context: object): Uint8Array {
    const blob = randomBytes(40);
    this.wrapped.set(blob.toString("hex"), { key, keyArn, context: JSON.stringify(context) });
    return new Uint8Array(blob);
  }

  private open(blob: Uint8Array, keyArn: string, context: object): Buffer {
    const found = this.wrapped.get(Buffer.from(blob).toString("hex"));
    if (!found || found.context !== JSON.stringify(context)) throw named("InvalidCiphertextException");
    if (found.keyArn !== keyArn) throw named("IncorrectKeyException");
    return found.key;
  }

  private check(keyArn: string): void {
    const refusal = this.refused.get(keyArn);
    if (refusal) throw named(refusal);
  }
}

function named(name: string): Error {
  return Object.assign(new Error(`KMS says ${name}`), { name });
}
