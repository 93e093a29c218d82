import { ReEncryptCommand } from "@aws-sdk/client-kms";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { kms } from "../kms";
import { CIPHERTEXT_VERSION, NONCE_BYTES, pack, TAG_BYTES, unpack, withLength } from "./ciphertext";
import { DataKeys, told, type KeyContext } from "./data-keys";
import { EnvelopeError } from "./envelope-error";

/** Settings of an {@link Envelope}. */
export interface EnvelopeOptions {
  /** Name of the table whose fields are encrypted. */
  table: string;
  /** ARN of the KMS key that new data keys are wrapped with. */
  keyArn: string;
  /** ARNs of KMS keys that wrapped data keys before, and may still be read with. Default none. */
  formerKeyArns?: readonly string[];
  /** Seconds that a data key is used, 1 or more. Default 300. */
  maxAgeSeconds?: number;
  /** Values encrypted with one data key, 1 to 2^32 - 1, what random nonces allow. Default 1000. */
  maxUses?: number;
}

/** Where a value is: which record's, and which field. */
export interface FieldPlace {
  /** The record's key, for example the user's id. Never sent to KMS, whose log would show it. */
  key: string;
  /** Name of the field, for example `mobile`. */
  field: string;
}

/**
 * Encrypts single fields of a table before they are stored: AES-256-GCM under data keys that KMS makes and wraps. KMS binds
 * a data key to table and field, so that a role can be let read one field and not another; the cipher binds the value to
 * the record too, so that a ciphertext copied elsewhere cannot be read there. Why own code: docs/decisions/0024-envelope-encryption.md.
 *
 * {@link https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html}
 *
 * @example
 * const envelope = new Envelope({ table: "Users", keyArn });
 * const bytes = await envelope.encrypt("+1 555 0100", { key: sub, field: "mobile" });
 * await envelope.decrypt(bytes, { key: sub, field: "mobile" }); // "+1 555 0100"
 */
export class Envelope {
  private readonly keys: DataKeys;
  private readonly trusted: ReadonlySet<string>;

  constructor(private readonly options: EnvelopeOptions) {
    const { keyArn, formerKeyArns = [], maxAgeSeconds = 300, maxUses = 1000 } = options;
    if (!(maxAgeSeconds >= 1)) throw new RangeError("maxAgeSeconds must be 1 or more");
    if (!(maxUses >= 1 && maxUses < 2 ** 32)) throw new RangeError("maxUses must be 1 to 2^32 - 1");
    this.trusted = new Set([keyArn, ...formerKeyArns]);
    this.keys = new DataKeys({ maxAgeSeconds, maxUses });
  }

  /**
   * Encrypts a value for its place.
   *
   * @throws EnvelopeError `KeyRefused`
   */
  async encrypt(value: string, place: FieldPlace): Promise<Uint8Array> {
    const { key, keyArn, wrapped } = await this.keys.toEncrypt(this.options.keyArn, this.contextOf(place));
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(this.boundTo(place));
    const payload = Buffer.concat([cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return pack({ keyArn, wrappedKey: wrapped, nonce, payload });
  }

  /**
   * Decrypts what {@link encrypt} made for the same place.
   *
   * @throws EnvelopeError naming the fault
   */
  async decrypt(ciphertext: Uint8Array, place: FieldPlace): Promise<string> {
    const { keyArn, wrappedKey, nonce, payload } = this.opened(ciphertext);
    const key = await this.keys.toDecrypt(keyArn, wrappedKey, this.contextOf(place));
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(this.boundTo(place))
      .setAuthTag(payload.subarray(-TAG_BYTES));
    try {
      return decipher.update(payload.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
    } catch (error) {
      throw new EnvelopeError("WrongContext", error);
    }
  }

  /**
   * Whether a ciphertext's data key is wrapped with the current KMS key. KMS's own yearly rotation changes nothing here:
   * the key stays the same, with its older material for older data keys.
   *
   * @throws EnvelopeError `MalformedCiphertext`, `UnknownVersion` or `UnknownKey`
   */
  isCurrent(ciphertext: Uint8Array): boolean {
    return this.opened(ciphertext).keyArn === this.options.keyArn;
  }

  /**
   * Moves a ciphertext to the current KMS key. KMS wraps the data key anew within itself: neither it nor the value is in
   * clear here, and the caller needs no permission to decrypt data keys for itself, only `kms:ReEncryptFrom` and `-To`.
   *
   * @returns the new ciphertext, or the same one where it is current
   * @throws EnvelopeError naming the fault
   */
  async rewrap(ciphertext: Uint8Array, place: FieldPlace): Promise<Uint8Array> {
    if (this.isCurrent(ciphertext)) return ciphertext;
    const parts = this.opened(ciphertext);
    const context = this.contextOf(place);
    const answer = await told(() =>
      kms.send(
        new ReEncryptCommand({
          CiphertextBlob: parts.wrappedKey,
          SourceKeyId: parts.keyArn,
          SourceEncryptionContext: context,
          DestinationKeyId: this.options.keyArn,
          DestinationEncryptionContext: context,
        }),
      ),
    );
    return pack({ ...parts, keyArn: this.options.keyArn, wrappedKey: answer.CiphertextBlob! });
  }

  private opened(ciphertext: Uint8Array): ReturnType<typeof unpack> {
    const parts = unpack(ciphertext);
    // The ARN is part of what an attacker may write, so it only chooses among keys that are known.
    if (!this.trusted.has(parts.keyArn)) throw new EnvelopeError("UnknownKey");
    return parts;
  }

  private contextOf({ field }: FieldPlace): KeyContext {
    return { table: this.options.table, field };
  }

  /** What the cipher authenticates beside the value. The wrapped key is not in it, so that it can be wrapped anew. */
  private boundTo({ key, field }: FieldPlace): Buffer {
    const parts = [this.options.table, key, field].map((part) => withLength(Buffer.from(part, "utf8")));
    return Buffer.concat([Buffer.of(CIPHERTEXT_VERSION), ...parts]);
  }
}
