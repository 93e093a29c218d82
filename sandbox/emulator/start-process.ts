import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { processTable } from "./process-table";
import type { StartedProcess } from "./process-record";
import { stopProcesses } from "./stop-processes";

export interface StartOptions {
  /** For people and for the log's name. */
  name: string;
  command: string;
  args: string[];
  /** The whole environment: nothing of the caller's is inherited. */
  env: Record<string, string>;
  cwd: string;
  /** What it prints goes here; an earlier log is replaced. */
  logFile: string;
  /** Asked until it answers true. */
  isHealthy: () => Promise<boolean>;
  /** Default 30 seconds. */
  timeoutMilliseconds?: number;
}

/**
 * Starts a program that outlives this one, as the leader of a process group of its own, and waits until it is healthy.
 *
 * @param onStart told at once, before it is healthy, so that an interrupted start can be cleaned up
 * @throws Error with the end of its log when it ends or stays unhealthy; it is then no longer running
 */
export async function startProcess(
  options: StartOptions,
  onStart: (started: StartedProcess) => void = () => undefined,
): Promise<StartedProcess> {
  fs.mkdirSync(path.dirname(options.logFile), { recursive: true });
  const log = fs.openSync(options.logFile, "w", 0o600);
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ["ignore", log, log],
  });
  fs.closeSync(log);
  let ended: string | undefined;
  child.on("error", (error) => (ended = error.message));
  child.on("exit", (code, signal) => (ended = `it ended with ${signal ?? `code ${code}`}`));
  child.unref();

  const entry = processTable().find((each) => each.pid === child.pid);
  const started = entry && { name: options.name, pid: entry.pid, started: entry.started };
  if (started) onStart(started);

  const end = Date.now() + (options.timeoutMilliseconds ?? 30_000);
  while (ended === undefined && Date.now() < end) {
    if (started && (await options.isHealthy().catch(() => false))) return started;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (ended === undefined) {
    if (started) await stopProcesses([started], 500);
    ended = "it did not become healthy in time";
  }
  const lines = fs.readFileSync(options.logFile, "utf8").trimEnd().split("\n").slice(-15).join("\n");
  throw new Error(`${options.name} could not be started: ${ended}. The end of ${options.logFile}:\n${lines}`);
}
