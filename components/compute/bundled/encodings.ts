/**
 * Stands in bundles for `iconv-lite`, of which the driver of MySQL needs almost nothing: what it cannot decode with Node.js
 * alone. A connection speaks utf8mb4, whatever a table is kept in, so that is MySQL's older UTF-8 alone, in which the server
 * tells its version. The rest is tables.
 */
const OLDER_UTF8 = "cesu8";

/** @throws Error for any other encoding, which a connection would have to be set to */
export function getDecoder(encoding: string): { write(bytes: Buffer): string; end(): string } {
  check(encoding);
  return { write: (bytes) => bytes.toString("utf8"), end: () => "" };
}

/** @throws Error for any other encoding, which a connection would have to be set to */
export function getEncoder(encoding: string): { write(text: string): Buffer; end(): undefined } {
  check(encoding);
  return { write: (text) => Buffer.from(text, "utf8"), end: () => undefined };
}

function check(encoding: string): void {
  if (encoding !== OLDER_UTF8)
    throw new Error(`Bundles leave the encoding ${encoding} out: use a connection with the character set utf8mb4`);
}
