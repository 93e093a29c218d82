import { execFileSync } from "node:child_process";

/** A process of this machine, as `ps` shows it. */
export interface ProcessEntry {
  pid: number;
  parent: number;
  /** The process group; every process that an emulator starts stays in the emulator's group. */
  group: number;
  /** When it started, as text; together with the pid it names one process for good, since pids are used again. */
  started: string;
  /** A process that has ended and only waits for its parent to notice. */
  zombie: boolean;
  command: string;
}

/** All processes of this machine. Works on Linux and macOS. */
export function processTable(): ProcessEntry[] {
  // One format for both systems; LC_ALL keeps the start time's form the same in every shell.
  const text = execFileSync("ps", ["-axww", "-o", "pid=,ppid=,pgid=,stat=,lstart=,command="], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
    maxBuffer: 64 * 1024 * 1024,
  });
  return text.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+ +\S+ +\d+ +[\d:]+ +\d+)\s+(.*)$/.exec(line);
    if (!match) return [];
    const [, pid, parent, group, status, started, command] = match as unknown as [string, ...string[]];
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        started: started!.replace(/ +/g, " "),
        zombie: status!.startsWith("Z"),
        command: command!,
      },
    ];
  });
}
