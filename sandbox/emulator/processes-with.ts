import { execFileSync } from "node:child_process";
import { processTable, type ProcessEntry } from "./process-table";

/**
 * The processes of this user whose environment has a setting, this one left out. A process hands its environment on to all that
 * it starts, also to those in groups of their own, and after its death they still have it.
 *
 * @param setting for example `PULUMI_HOME=/home/me/.pulumi`
 */
export function processesWith(setting: string): ProcessEntry[] {
  const wanted = new Set(numbersWith(setting));
  return processTable().filter(({ pid, zombie }) => wanted.has(pid) && pid !== process.pid && !zombie);
}

function numbersWith(setting: string): number[] {
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
