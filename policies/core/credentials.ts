import { text } from "./values";

/** An access key's id: a known prefix and 16 characters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const accessKeyId = /(?<![A-Za-z0-9])(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/;
const privateKey = /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----/;
const secretAccessKey = /(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
const secretName = /secret_?-?(access)?_?-?key(?!_?-?(id|arn|name|path))/i;

/**
 * What kind of credential a variable holds, or nothing. Hashes, ARNs and names of secrets kept elsewhere are none.
 *
 * @param name of the variable
 * @param value as known; an unknown value is never a credential
 */
export function credentialIn(name: string, value: unknown): string | undefined {
  const given = text(value);
  if (!given) return undefined;
  if (accessKeyId.test(given)) return "an AWS access key id";
  if (privateKey.test(given) || privateKey.test(decoded(given))) return "a private key";
  if ((given.match(secretAccessKey) ?? []).some(looksRandom)) return "an AWS secret access key";
  if (/^aws_?secret_?access_?key$/i.test(name) && !isReference(given)) return "an AWS secret access key";
  if (secretName.test(name) && /^[A-Za-z0-9/+]{40}$/.test(given) && !/^[0-9a-f]{40}$/i.test(given))
    return "a secret key";
  return undefined;
}

/** Base64 of a PEM block begins with this text. */
function decoded(value: string): string {
  return value.startsWith("LS0tLS1CRUdJT") ? Buffer.from(value, "base64").toString("latin1") : "";
}

/** What says where a secret is kept, and is none itself. */
export function isReference(value: string): boolean {
  return /^(arn:|\{\{resolve:|\/|ssm:|https?:)/i.test(value);
}

/** Text that somebody encoded is no key. */
function isText(value: string): boolean {
  return /^[\t\n\r\x20-\x7e]+$/.test(value);
}

/** Secret access keys mix cases and digits evenly; hashes, paths and words do not. */
function looksRandom(value: string): boolean {
  if (value.split("/").length > 4) return false;
  if (!/[a-z]/.test(value) || !/[A-Z]/.test(value) || !/\d/.test(value)) return false;
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  const entropy = [...counts.values()].reduce((sum, n) => sum - (n / 40) * Math.log2(n / 40), 0);
  return entropy >= 4.4 && !isText(Buffer.from(value, "base64").toString("latin1"));
}
