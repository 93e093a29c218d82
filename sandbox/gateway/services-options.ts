import type { CertificateFiles } from "../emulator/certificate";

/** What the sandbox's own servers need to know; handed to their process as a JSON file. */
export interface ServicesOptions {
  /** The 12-digit account that answers unsigned requests. */
  accountId: string;
  region: string;
  /** Loopback ports. */
  ports: { gateway: number; ministack: number; moto: number; forward: number; database: number };
  /** Where the key and the certificate of databases are. */
  databaseFolder: string;
  /** Certificate with which the gateway answers HTTPS as well. Default none: HTTP only. */
  tls?: Pick<CertificateFiles, "certificate" | "key">;
  /** Where each request is written, and the engine's log that it is compared with. Default nowhere. */
  record?: { requests: string; engineLog: string };
}
