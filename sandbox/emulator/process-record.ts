import * as fs from "node:fs";
import * as path from "node:path";
import { processTable, type ProcessEntry } from "./process-table";

/** A process that the sandbox started, with enough to know it again later. */
export interface StartedProcess {
  /** For people: `ministack`, `moto`, `services`. */
  name: string;
  pid: number;
  /** Start time as `ps` gives it. A process with the same pid and another start time is someone else's. */
  started: string;
}

/** What runs, and where. Written once everything is healthy, removed when all of it has ended. */
export interface SandboxRecord {
  accountId: string;
  region: string;
  /** Changes each time the emulators start empty; state of the engine made under another one describes nothing. */
  generation: string;
  ports: { gateway: number; ministack: number; moto: number; forward: number; database: number };
  processes: StartedProcess[];
  /** True where the emulator enforces IAM, and the gateway has a certificate. */
  enforced?: true;
}

/** @returns undefined when nothing was started, or the file is not readable */
export function readRecord(file: string): SandboxRecord | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as SandboxRecord;
  } catch {
    return undefined;
  }
}

/** Replaces the file in one step, so that a reader never sees half of it. */
export function writeRecord(file: string, record: SandboxRecord): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.new`, JSON.stringify(record, undefined, 2), { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

/** The entry of a started process if it still runs; never another process that got the same pid since. */
export function runningEntry(
  started: StartedProcess,
  table: ProcessEntry[] = processTable(),
): ProcessEntry | undefined {
  return table.find((entry) => entry.pid === started.pid && entry.started === started.started && !entry.zombie);
}
