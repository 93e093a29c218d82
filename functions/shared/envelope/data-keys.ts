import { DecryptCommand, GenerateDataKeyCommand } from "@aws-sdk/client-kms";
import { createSecretKey, type KeyObject } from "node:crypto";
import { kms } from "../kms";
import { EnvelopeError } from "./envelope-error";

/** What KMS binds a data key to, logs with its use, and a policy can ask for: names, never personal data. */
export interface KeyContext extends Record<string, string> {
  table: string;
  field: string;
}

/** How long and how often a data key is used before KMS is asked again. */
export interface DataKeyLimits {
  /** Seconds. A permission that is taken away works on in a warm function for so long. */
  maxAgeSeconds: number;
  /** Values encrypted with one data key. */
  maxUses: number;
}

/** A data key, in clear within this process alone, and as it is stored. */
export interface DataKey {
  key: KeyObject;
  keyArn: string;
  wrapped: Uint8Array;
}

interface Kept<T> {
  value: Promise<T>;
  until: number;
  uses: number;
}

/** Data keys to decrypt with that are kept at most. */
const MOST_KEPT = 200;

/** Data keys from KMS, kept for a while: one to encrypt with for each field, and those that were decrypted last. */
export class DataKeys {
  private readonly encrypting = new Map<string, Kept<DataKey>>();
  private readonly decrypting = new Map<string, Kept<KeyObject>>();

  constructor(private readonly limits: DataKeyLimits) {}

  /** A data key to encrypt one value with. */
  toEncrypt(keyArn: string, context: KeyContext): Promise<DataKey> {
    return this.kept(this.encrypting, JSON.stringify([keyArn, context.table, context.field]), () =>
      generate(keyArn, context),
    );
  }

  /** The data key that a ciphertext was encrypted with. */
  toDecrypt(keyArn: string, wrapped: Uint8Array, context: KeyContext): Promise<KeyObject> {
    const name = JSON.stringify([context.table, context.field, Buffer.from(wrapped).toString("base64")]);
    return this.kept(this.decrypting, name, () => unwrap(keyArn, wrapped, context));
  }

  private kept<T>(keys: Map<string, Kept<T>>, name: string, make: () => Promise<T>): Promise<T> {
    const found = keys.get(name);
    const isEncrypting = (keys as unknown) === this.encrypting;
    if (found && found.until > Date.now() && (!isEncrypting || found.uses < this.limits.maxUses)) {
      found.uses++;
      return found.value;
    }
    const kept: Kept<T> = { value: make(), until: Date.now() + this.limits.maxAgeSeconds * 1000, uses: 1 };
    // Forgotten first, so that it moves to the end: the oldest goes first.
    keys.delete(name);
    keys.set(name, kept);
    if (keys.size > MOST_KEPT) keys.delete(keys.keys().next().value!);
    // A refusal is not kept: the next value asks again.
    kept.value.catch(() => keys.get(name) === kept && keys.delete(name));
    return kept.value;
  }
}

async function generate(keyArn: string, context: KeyContext): Promise<DataKey> {
  const command = new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: "AES_256", EncryptionContext: context });
  const answer = await told(() => kms.send(command));
  return { key: secret(answer.Plaintext!), keyArn, wrapped: answer.CiphertextBlob! };
}

async function unwrap(keyArn: string, wrapped: Uint8Array, context: KeyContext): Promise<KeyObject> {
  // The key is named, so that KMS takes no other one that the ciphertext may point at.
  const command = new DecryptCommand({ KeyId: keyArn, CiphertextBlob: wrapped, EncryptionContext: context });
  return secret((await told(() => kms.send(command))).Plaintext!);
}

/** Keeps the key where scripts cannot read it, and wipes the bytes it came as. */
function secret(bytes: Uint8Array): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

const REFUSALS = new Set([
  "AccessDeniedException",
  "DisabledException",
  "KMSInvalidStateException",
  "NotFoundException",
]);
const WRONG = new Set(["InvalidCiphertextException", "IncorrectKeyException"]);

/**
 * Calls KMS; what its refusals mean here is said.
 *
 * @throws EnvelopeError `KeyRefused` or `WrongContext`; other errors, such as of the network, as they are
 */
export async function told<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { name } = error as Error;
    if (REFUSALS.has(name)) throw new EnvelopeError("KeyRefused", error);
    if (WRONG.has(name)) throw new EnvelopeError("WrongContext", error);
    throw error;
  }
}
