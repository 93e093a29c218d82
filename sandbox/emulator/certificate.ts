import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";

const SCRIPT = path.join(__dirname, "make_certificate.py");

/** Files, as PEM. */
export interface CertificateFiles {
  /** What clients have to trust. */
  ca: string;
  certificate: string;
  key: string;
  /** What functions trust: the authority, and the databases' certificate once {@link trustDatabases} has put it there. */
  trusted: string;
}

/** Where a sandbox's certificate is, made or not. */
export function certificateFiles(folder: string): CertificateFiles {
  const file = (name: string) => path.join(folder, "tls", name);
  return {
    ca: file("ca.pem"),
    certificate: file("certificate.pem"),
    key: file("key.pem"),
    trusted: file("trusted.pem"),
  };
}

/**
 * Makes a certificate for loopback names, good for 90 days, signed by an authority whose key is thrown away.
 *
 * @param pythonBin the emulators' Python, which has what it takes
 * @param folder where the folder `tls` is made
 */
export async function makeCertificate(pythonBin: string, folder: string): Promise<CertificateFiles> {
  const files = certificateFiles(folder);
  fs.mkdirSync(path.dirname(files.ca), { recursive: true, mode: 0o700 });
  await promisify(execFile)(path.join(pythonBin, "python"), [SCRIPT, path.dirname(files.ca)]);
  return files;
}

/** Lets functions trust databases too: Node.js takes one file of authorities. To be called when the emulator has started. */
export function trustDatabases(files: CertificateFiles, databaseFolder: string): void {
  const both = [files.ca, path.join(databaseFolder, "certificate.pem")].map((file) => fs.readFileSync(file, "utf8"));
  fs.writeFileSync(files.trusted, both.join("\n"), { mode: 0o600 });
}
