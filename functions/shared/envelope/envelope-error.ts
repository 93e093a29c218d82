/**
 * What can be wrong with a ciphertext or its key:
 *
 * - `MalformedCiphertext`: not made by this module, or cut short
 * - `UnknownVersion`: made by a newer version of this module
 * - `UnknownKey`: wrapped with a KMS key that the reader was not told to trust
 * - `WrongContext`: changed, or of another table, record or field
 * - `KeyRefused`: KMS does not let the caller use the key, or the key is disabled or gone
 */
export type EnvelopeFault = "MalformedCiphertext" | "UnknownVersion" | "UnknownKey" | "WrongContext" | "KeyRefused";

const MESSAGES: Record<EnvelopeFault, string> = {
  MalformedCiphertext: "The value is not a ciphertext of the envelope encryption.",
  UnknownVersion: "The ciphertext has a version that this code does not know; deploy the code that wrote it.",
  UnknownKey: "The ciphertext's data key is wrapped with a KMS key that is neither the current nor a former one.",
  WrongContext: "The ciphertext was changed, or belongs to another table, record or field.",
  KeyRefused: "KMS refused the use of the key: check that it is enabled and that the role may use it for this field.",
};

/** An error of envelope encryption. Holds no plaintext, so it may be logged. */
export class EnvelopeError extends Error {
  override readonly name = "EnvelopeError";

  /** @param cause what KMS or the cipher said */
  constructor(
    readonly fault: EnvelopeFault,
    cause?: unknown,
  ) {
    super(`${fault}: ${MESSAGES[fault]}`, { cause });
  }
}
