import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/**
 * The passphrase that encrypts secrets in the sandbox's state; made on first use, readable by this user only, and gone
 * with the state.
 *
 * @param folder `.sandbox`
 */
export function passphrase(folder: string): string {
  const file = path.join(folder, "passphrase");
  if (!fs.existsSync(file)) {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(file, crypto.randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  }
  return fs.readFileSync(file, "utf8");
}
