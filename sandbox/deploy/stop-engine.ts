import { execFileSync } from "node:child_process";
import { processTable } from "../emulator/process-table";
import { stopProcesses } from "../emulator/stop-processes";

/**
 * Ends what an engine that was killed has left: its provider and its policy analyzer are processes of their own that do
 * not notice. They are known by `PULUMI_HOME` in their environment, which no other deployment shares with this sandbox.
 * Call it only where no engine can be at work, under the lock of `up`.
 *
 * @param home the sandbox's own `PULUMI_HOME`
 * @returns how many there were
 */
export async function stopEngine(home: string): Promise<number> {
  const wanted = new Set(processesWith(`PULUMI_HOME=${home}`));
  const left = processTable().filter(({ pid, zombie }) => wanted.has(pid) && pid !== process.pid && !zombie);
  await stopProcesses(left.map(({ pid, started }) => ({ name: "engine", pid, started })));
  return left.length;
}

/** The processes of this user whose environment has a setting. */
function processesWith(setting: string): number[] {
  // Linux and macOS show the environment behind the command, each with a flag of its own.
  const flags = process.platform === "darwin" ? ["-axEww"] : ["axeww"];
  const text = execFileSync("ps", [...flags, "-o", "pid=,command="], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C" },
    maxBuffer: 256 * 1024 * 1024,
  });
  return text
    .split("\n")
    .filter((line) => ` ${line} `.includes(` ${setting} `))
    .map((line) => Number.parseInt(line, 10));
}
