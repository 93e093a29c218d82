import { execFileSync } from "node:child_process";
import { processTable, type ProcessEntry } from "../emulator/process-table";

/**
 * The processes of a sandbox's engine: itself, its provider and its policy analyzer, whose environments have its
 * `PULUMI_HOME`, which no other deployment shares. None where no deployment is under way.
 *
 * @param home the sandbox's own `PULUMI_HOME`
 */
export function engineProcesses(home: string): ProcessEntry[] {
  const wanted = new Set(processesWith(`PULUMI_HOME=${home}`));
  return processTable().filter(({ pid, zombie }) => wanted.has(pid) && pid !== process.pid && !zombie);
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
