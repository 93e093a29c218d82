import { execFileSync } from "node:child_process";
import * as os from "node:os";

/** Processor time of a group of processes, in seconds. */
export interface GroupTime {
  /** Of the process that leads the group. */
  leader: number;
  /** Of the others that run now: for the emulator of functions, these are the functions. */
  others: number;
}

/** Processor time of groups of processes since they started, by the leader's pid; groups that are gone are left out. */
export function groupTimes(leaders: readonly number[]): Map<number, GroupTime> {
  const times = new Map<number, GroupTime>();
  const text = execFileSync("ps", ["-axo", "pid=,pgid=,time="], {
    encoding: "utf8",
    env: { PATH: path(), LC_ALL: "C" },
  });
  for (const line of text.matchAll(/^\s*(\d+)\s+(\d+)\s+(?:(\d+)-)?(?:(\d+):)?(\d+):([\d.]+)\s*$/gm)) {
    const [pid, group, days = 0, hours = 0, minutes, seconds] = line.slice(1).map((each) => each && Number(each));
    if (!leaders.includes(Number(group))) continue;
    const time = times.get(Number(group)) ?? { leader: 0, others: 0 };
    const used = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
    time[pid === group ? "leader" : "others"] += used;
    times.set(Number(group), time);
  }
  return times;
}

function path(): string {
  return process.env["PATH"] ?? "/usr/bin:/bin";
}

/** Time that this machine's processors have spent, idle and in all, in milliseconds. */
export function machineTime(): { idle: number; all: number } {
  const times = os.cpus().map((each) => each.times);
  const idle = times.reduce((total, each) => total + each.idle, 0);
  const all = times.reduce((total, each) => total + each.idle + each.user + each.sys + each.nice + each.irq, 0);
  return { idle, all };
}
