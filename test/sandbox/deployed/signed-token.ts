import { sign } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { outputs } from "../../support/sandbox";

/** The claims of a token, unchecked. */
export function claimsOf(accessToken: string): Record<string, any> {
  return JSON.parse(Buffer.from(accessToken.split(".")[1]!, "base64url").toString()) as Record<string, unknown>;
}

/** The token with other claims, signed as the emulator's user pool signs. */
export function signedToken(accessToken: string, more: object): string {
  const { poolId } = outputs()["users"] as { poolId: string };
  const folder = path.resolve(__dirname, "../../../.sandbox/emulator/state/cognito-pool-keys");
  const key = fs.readFileSync(path.join(folder, `${poolId}-access.pem`));
  const body = Buffer.from(JSON.stringify({ ...claimsOf(accessToken), ...more })).toString("base64url");
  const text = `${accessToken.split(".")[0]}.${body}`;
  return `${text}.${sign("RSA-SHA256", Buffer.from(text), key).toString("base64url")}`;
}
