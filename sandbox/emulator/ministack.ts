import * as fs from "node:fs";
import * as path from "node:path";
import type { StartOptions } from "./start-process";

export interface MinistackOptions {
  /** The folder with the Python environment's executables. */
  pythonBin: string;
  /** The folder of the Node.js that runs functions. */
  nodeBin: string;
  /** For logs, temporary files and S3 data. */
  folder: string;
  port: number;
  accountId: string;
  region: string;
  /** Where each delivered e-mail is written. */
  mailFile: string;
  /** Where the key and the certificate of databases are written. */
  databaseFolder: string;
  /** The port that databases answer on. */
  databasePort: number;
  /** The mapping shim's address. */
  mappingUrl: string;
  /** Enforces IAM; functions then call the gateway by HTTPS, since policies refuse anything else. Default not. */
  secure?: { endpoint: string; trusted: string };
}

const HOOKS = path.join(__dirname, "hooks", "start_ministack.py");
const PRELOAD = path.join(__dirname, "handler-preload.cjs");

/**
 * How ministack is started: on loopback only, without the services that open ports of their own, empty, and with an
 * environment that holds nothing of the user's, since handlers inherit it.
 */
export function ministackProcess(options: MinistackOptions): StartOptions {
  const temporary = path.join(options.folder, "tmp");
  fs.mkdirSync(temporary, { recursive: true });
  const endpoint = `http://127.0.0.1:${options.port}`;
  return {
    name: "ministack",
    command: path.join(options.pythonBin, "python"),
    args: [HOOKS],
    cwd: options.folder,
    logFile: path.join(options.folder, "ministack.log"),
    isHealthy: async () => (await fetch(`${endpoint}/_ministack/health`)).ok,
    env: {
      PATH: [options.nodeBin, options.pythonBin, "/usr/local/bin", "/usr/bin", "/bin"].join(path.delimiter),
      HOME: temporary,
      TMPDIR: temporary,
      LANG: "C.UTF-8",
      TZ: "UTC",
      PYTHONDONTWRITEBYTECODE: "1",
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(options.port),
      MINISTACK_HOST: "localhost",
      MINISTACK_REGION: options.region,
      MINISTACK_ACCOUNT_ID: options.accountId,
      STATE_DIR: path.join(options.folder, "state"),
      S3_DATA_DIR: path.join(options.folder, "s3"),
      PERSIST_STATE: "0",
      S3_PERSIST: "0",
      SFTP_ENABLED: "0",
      IOT_MTLS_ENABLED: "0",
      LAMBDA_EXECUTOR: "local",
      // There is no Docker daemon here, and one that happens to run is none of the sandbox's business.
      DOCKER_HOST: `unix://${path.join(temporary, "no-docker.sock")}`,
      LOG_LEVEL: "INFO",
      SANDBOX_MAIL_FILE: options.mailFile,
      SANDBOX_MAPPING_URL: options.mappingUrl,
      SANDBOX_DATABASE_FOLDER: options.databaseFolder,
      // For handlers.
      NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`,
      SANDBOX_COGNITO_ENDPOINT: endpoint,
      SANDBOX_DATABASE_PORT: String(options.databasePort),
      NODE_EXTRA_CA_CERTS: options.secure?.trusted ?? path.join(options.databaseFolder, "certificate.pem"),
      ...(options.secure && { AUTH: "true", SANDBOX_SECURE_ENDPOINT: options.secure.endpoint }),
      // Hooks report to CodeDeploy, which this emulator does not have. The SDK reads the address by service.
      AWS_ENDPOINT_URL_CODEDEPLOY: new URL(options.mappingUrl).origin,
      // The data of databases are the sandbox's own.
      AWS_ENDPOINT_URL_RDS_DATA: new URL(options.mappingUrl).origin,
    },
  };
}
