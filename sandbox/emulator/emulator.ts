import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { ServicesOptions } from "../gateway/services-options";
import { certificateFiles, makeCertificate, trustDatabases } from "./certificate";
import { freePort } from "./free-port";
import { withLock } from "../with-lock";
import { ministackProcess } from "./ministack";
import { motoProcess } from "./moto";
import { readRecord, runningEntry, writeRecord, type SandboxRecord } from "./process-record";
import { processTable } from "./process-table";
import { pythonEnvironment } from "./python-environment";
import { sandboxPaths, type SandboxPaths } from "./sandbox-paths";
import { servicesProcess } from "./services";
import { startProcess, type StartOptions } from "./start-process";
import { stopProcesses } from "./stop-processes";

const { nodeBinary } = require("../../tools/node-binary.cjs") as { nodeBinary(): string };

export interface EmulatorOptions {
  /** The 12-digit account of the sandbox. */
  accountId: string;
  region: string;
  /** Port of pages and students API. Default the one used before, else 3000; 0 takes any. */
  forwardPort?: number;
  /** State folder; default `.sandbox` in the repository. */
  sandbox?: string;
  /** Ids of the accounts that an organisation may make, by address. Default none: each gets any id. */
  accountIds?: Readonly<Record<string, string>>;
  /** Has the emulator enforce IAM, and the gateway answer HTTPS. Default false. */
  enforceIam?: boolean;
  /** Where the gateway writes each request, see {@link ServicesOptions}. Default nowhere. */
  record?: ServicesOptions["record"];
  /** Told what happens, for people. */
  progress?: (message: string) => void;
}

/** The running emulators, and the servers in front of them. */
export interface Emulator {
  /** Every AWS call, signed or not, goes here: it knows which emulator answers. */
  endpoint: string;
  /** The data plane's own address, which functions use. */
  ministackUrl: string;
  motoUrl: string;
  /** The pages and the students API. */
  forwardUrl: string;
  accountId: string;
  region: string;
  /** Where IAM is enforced: the gateway by HTTPS, and the file of the authority to trust. */
  secure?: { endpoint: string; ca: string };
  /**
   * True when the emulators were started by this call and hold nothing. They keep nothing when they end (a reboot, a
   * crash), so an engine's state from before describes resources that are gone and has to be discarded.
   */
  fresh: boolean;
  /** Changes each time the emulators start empty. */
  generation: string;
  paths: SandboxPaths;
}

export interface EmulatorStatus {
  running: boolean;
  emulator?: Emulator;
  processes: { name: string; pid: number; running: boolean }[];
}

/**
 * Starts the emulators, or finds them running. When only some of them run, all are stopped first: state spread over an
 * old and a new emulator is worse than none.
 *
 * @throws Error when Python, pip, a port or an emulator fails; nothing is then left running
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const paths = sandboxPaths(undefined, options.sandbox);
  const progress = options.progress ?? (() => undefined);
  if (!/^\d{12}$/.test(options.accountId)) {
    throw new Error(`The sandbox's account id is ${JSON.stringify(options.accountId)}; use 12 digits.`);
  }
  const pythonBin = await pythonEnvironment(paths, progress);
  return withLock(path.join(paths.sandbox, "emulator.lock"), {}, async () => {
    const record = readRecord(paths.record);
    if (record && isWhole(record)) {
      if ((record.enforced ?? false) !== (options.enforceIam ?? record.enforced ?? false))
        throw new Error("The sandbox runs without IAM enforced. Take it down first: npm run sandbox -- down");
      if (record.accountId === options.accountId && record.region === options.region)
        return toEmulator(record, paths, false);
      throw new Error(
        `The sandbox runs with account ${record.accountId} in ${record.region}, not ${options.accountId} in ${options.region}. Take it down first.`,
      );
    }
    if (record) await stopProcesses(record.processes);
    return toEmulator(await start(options, paths, pythonBin, record, progress), paths, true);
  });
}

/**
 * Ends everything that {@link startEmulator} started, Lambda workers included, and checks that nothing is left. The state
 * of the emulators goes with them.
 *
 * @returns false when nothing was running
 */
export async function stopEmulator(options: { sandbox?: string } = {}): Promise<boolean> {
  const paths = sandboxPaths(undefined, options.sandbox);
  return withLock(path.join(paths.sandbox, "emulator.lock"), {}, async () => {
    const record = readRecord(paths.record);
    if (!record) return false;
    const table = processTable();
    const any = record.processes.some((each) => runningEntry(each, table));
    await stopProcesses(record.processes);
    // The ports stay known, so that addresses are the same next time; the data does not.
    writeRecord(paths.record, { ...record, processes: [] });
    for (const left of ["tmp", "state", "s3", "database", "mail.jsonl"]) {
      fs.rmSync(path.join(paths.emulator, left), { recursive: true, force: true });
    }
    return any;
  });
}

/** What runs, without changing anything. */
export function emulatorStatus(options: { sandbox?: string } = {}): EmulatorStatus {
  const paths = sandboxPaths(undefined, options.sandbox);
  const record = readRecord(paths.record);
  if (!record) return { running: false, processes: [] };
  const table = processTable();
  const processes = record.processes.map((each) => ({
    name: each.name,
    pid: each.pid,
    running: runningEntry(each, table) !== undefined,
  }));
  const running = isWhole(record);
  return { running, processes, ...(running && { emulator: toEmulator(record, paths, false) }) };
}

async function start(
  options: EmulatorOptions,
  paths: SandboxPaths,
  pythonBin: string,
  before: SandboxRecord | undefined,
  progress: (message: string) => void,
): Promise<SandboxRecord> {
  const { accountId, region } = options;
  for (const left of ["tmp", "state", "s3", "database", "mail.jsonl"]) {
    fs.rmSync(path.join(paths.emulator, left), { recursive: true, force: true });
  }
  fs.mkdirSync(paths.emulator, { recursive: true });
  fs.writeFileSync(paths.mail, "");
  const ports = {
    // The address that everybody knows is for the checkout's own sandbox; others may start at the same moment.
    gateway: await freePort(before?.ports.gateway ?? (isOwn(paths) ? 4566 : undefined)),
    ministack: await freePort(before?.ports.ministack),
    moto: await freePort(before?.ports.moto),
    database: await freePort(before?.ports.database),
    forward: await forwardPort(options.forwardPort ?? before?.ports.forward ?? 3000),
  };
  const enforced = options.enforceIam ?? before?.enforced ?? false;
  const tls = enforced ? await makeCertificate(pythonBin, paths.emulator) : undefined;
  const record: SandboxRecord = {
    accountId,
    region,
    generation: crypto.randomUUID(),
    ports,
    processes: [],
    ...(enforced && { enforced }),
  };
  const begin = (process: StartOptions) =>
    startProcess(process, (started) => {
      record.processes.push(started);
      // Written after each one, so that an interrupted start leaves nothing that cannot be stopped.
      writeRecord(paths.record, record);
    });
  progress("Starting the emulators.");
  const node = nodeBinary();
  try {
    const folder = paths.emulator;
    const results = await Promise.allSettled([
      begin(
        ministackProcess({
          pythonBin,
          nodeBin: path.dirname(node),
          folder,
          port: ports.ministack,
          accountId,
          region,
          mailFile: paths.mail,
          databaseFolder: paths.database,
          databasePort: ports.database,
          mappingUrl: `http://127.0.0.1:${ports.gateway}/_sandbox/mapping`,
          ...(tls && { secure: { endpoint: `https://127.0.0.1:${ports.gateway}`, trusted: tls.trusted } }),
        }),
      ),
      begin(motoProcess({ pythonBin, folder, port: ports.moto, region, accountIds: options.accountIds })),
      begin(
        servicesProcess(
          {
            accountId,
            region,
            ports,
            databaseFolder: paths.database,
            ...(tls && { tls }),
            ...(options.record && { record: options.record }),
          },
          node,
          folder,
        ),
      ),
    ]);
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
    if (tls) trustDatabases(tls, paths.database);
    return record;
  } catch (error) {
    await stopProcesses(record.processes);
    writeRecord(paths.record, { ...record, processes: [] });
    throw error;
  }
}

async function forwardPort(wanted: number): Promise<number> {
  const port = await freePort(wanted || undefined);
  if (wanted && port !== wanted) {
    throw new Error(
      `Port ${wanted}, for the pages and the students API, is in use. Stop what uses it, or choose another with --port.`,
    );
  }
  return port;
}

/** Whether it is the sandbox of the checkout, not one beside it. */
function isOwn({ root, sandbox }: SandboxPaths): boolean {
  return sandbox === path.join(root, ".sandbox");
}

function isWhole(record: SandboxRecord): boolean {
  const table = processTable();
  return record.processes.length === 3 && record.processes.every((each) => runningEntry(each, table));
}

function toEmulator(record: SandboxRecord, paths: SandboxPaths, fresh: boolean): Emulator {
  const { accountId, region, generation, ports, enforced } = record;
  return {
    endpoint: `http://127.0.0.1:${ports.gateway}`,
    ...(enforced && {
      secure: { endpoint: `https://127.0.0.1:${ports.gateway}`, ca: certificateFiles(paths.emulator).ca },
    }),
    ministackUrl: `http://127.0.0.1:${ports.ministack}`,
    motoUrl: `http://127.0.0.1:${ports.moto}`,
    forwardUrl: `http://localhost:${ports.forward}`,
    accountId,
    region,
    fresh,
    generation,
    paths,
  };
}
