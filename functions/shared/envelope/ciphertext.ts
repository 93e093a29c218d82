import { EnvelopeError } from "./envelope-error";

/** The first byte of every ciphertext. A change of the form or the algorithm is a new one. */
export const CIPHERTEXT_VERSION = 1;
/** Bytes of an AES-GCM nonce, and of its tag. */
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** The parts of a ciphertext. */
export interface Ciphertext {
  /** ARN of the KMS key that wraps the data key. Not secret, and not trusted. */
  keyArn: string;
  /** The data key as KMS encrypted it. */
  wrappedKey: Uint8Array;
  nonce: Uint8Array;
  /** The encrypted value with its tag. */
  payload: Uint8Array;
}

/** Puts a ciphertext together: version, key ARN and wrapped data key each after their length, nonce, payload. */
export function pack({ keyArn, wrappedKey, nonce, payload }: Ciphertext): Uint8Array {
  return Buffer.concat([
    Buffer.of(CIPHERTEXT_VERSION),
    withLength(Buffer.from(keyArn, "utf8")),
    withLength(wrappedKey),
    nonce,
    payload,
  ]);
}

/**
 * Takes a ciphertext apart.
 *
 * @throws EnvelopeError `MalformedCiphertext` or `UnknownVersion`
 */
export function unpack(bytes: Uint8Array): Ciphertext {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length === 0) throw new EnvelopeError("MalformedCiphertext");
  if (buffer[0] !== CIPHERTEXT_VERSION) throw new EnvelopeError("UnknownVersion");
  let at = 1;
  const take = (length: number) => {
    if (at + length > buffer.length) throw new EnvelopeError("MalformedCiphertext");
    return buffer.subarray(at, (at += length));
  };
  const keyArn = take(take(2).readUInt16BE()).toString("utf8");
  const wrappedKey = take(take(2).readUInt16BE());
  const nonce = take(NONCE_BYTES);
  const payload = take(buffer.length - at);
  if (!keyArn || !wrappedKey.length || payload.length < TAG_BYTES) throw new EnvelopeError("MalformedCiphertext");
  return { keyArn, wrappedKey, nonce, payload };
}

/** A part after its length in two bytes, so that no two lists of parts are the same bytes. */
export function withLength(part: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(part.length);
  return Buffer.concat([length, part]);
}
