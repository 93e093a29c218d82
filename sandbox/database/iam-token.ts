import * as crypto from "node:crypto";

/** What a token of IAM says of itself. */
export interface IamToken {
  host: string;
  user: string;
  accessKey: string;
  region: string;
}

const SERVICE = "rds-db";

/**
 * Reads and checks a token as `Signer.getAuthToken` makes it: an address that is signed for one user and some minutes.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 *
 * @param secrets the secret keys that it may be signed with
 * @param now milliseconds; for tests
 * @returns why it is refused, else what it says
 */
export function checkIamToken(token: string, secrets: readonly string[], now = Date.now()): IamToken | string {
  const parts = /^([^/?]+)\/?\?(.+)$/.exec(token);
  if (!parts) return "this is no token of IAM";
  const [, host = "", text = ""] = parts;
  const query = new URLSearchParams(text);
  const [accessKey = "", day = "", region = "", service = ""] = query.get("X-Amz-Credential")?.split("/") ?? [];
  if (query.get("Action") !== "connect" || service !== SERVICE) return "this is no token of IAM for a database";
  const made = query.get("X-Amz-Date") ?? "";
  const began = Date.parse(made.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  const seconds = Math.min(Number(query.get("X-Amz-Expires")), 900);
  if (!(now < began + seconds * 1000)) return "the token has expired";

  const sorted = [...query].filter(([name]) => name !== "X-Amz-Signature").sort(([a], [b]) => (a < b ? -1 : 1));
  const canonical = sorted.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
  const request = ["GET", "/", canonical, `host:${host}`, "", "host", sha256("")].join("\n");
  const signed = ["AWS4-HMAC-SHA256", made, `${day}/${region}/${SERVICE}/aws4_request`, sha256(request)].join("\n");
  const isSigned = secrets.some((secret) => {
    const key = [day, region, SERVICE, "aws4_request"].reduce<string | Buffer>(
      (from, part) => hmac(from, part),
      `AWS4${secret}`,
    );
    return hmac(key, signed).toString("hex") === query.get("X-Amz-Signature");
  });
  if (!isSigned) return "the token's signature is not right";
  return { host, user: query.get("DBUser") ?? "", accessKey, region };
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(text: string): string {
  return crypto.createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return crypto.createHmac("sha256", key).update(text).digest();
}
