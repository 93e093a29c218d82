import * as fs from "node:fs";
import * as path from "node:path";
import type { StartOptions } from "./start-process";

/** moto's server, with what it lacks added. */
const START = path.join(__dirname, "hooks", "start_moto.py");

export interface MotoOptions {
  /** The folder with the Python environment's executables. */
  pythonBin: string;
  /** For its log and temporary files. */
  folder: string;
  port: number;
  region: string;
  /** Ids of the accounts that an organisation may make, by address. One that is not here gets any id. */
  accountIds?: Readonly<Record<string, string>>;
}

/** How moto's server is started: the control planes that ministack does not have, on loopback only. */
export function motoProcess(options: MotoOptions): StartOptions {
  const temporary = path.join(options.folder, "tmp");
  fs.mkdirSync(temporary, { recursive: true });
  return {
    name: "moto",
    command: path.join(options.pythonBin, "python"),
    args: [START, "-H", "127.0.0.1", "-p", String(options.port)],
    cwd: options.folder,
    logFile: path.join(options.folder, "moto.log"),
    isHealthy: async () => (await fetch(`http://127.0.0.1:${options.port}/moto-api/data.json`)).ok,
    env: {
      PATH: [options.pythonBin, "/usr/local/bin", "/usr/bin", "/bin"].join(path.delimiter),
      HOME: temporary,
      TMPDIR: temporary,
      LANG: "C.UTF-8",
      PYTHONDONTWRITEBYTECODE: "1",
      AWS_DEFAULT_REGION: options.region,
      MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      SANDBOX_ACCOUNT_IDS: JSON.stringify(options.accountIds ?? {}),
    },
  };
}
