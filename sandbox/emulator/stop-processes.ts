import { processTable, type ProcessEntry } from "./process-table";
import { runningEntry, type StartedProcess } from "./process-record";

/**
 * Ends processes and everything they started, the Lambda workers included, and waits until none is left. A recorded pid
 * that another program uses by now is left alone.
 *
 * @param started the processes, each the leader of its own group
 * @param graceMilliseconds how long they get to end by themselves; default 5 seconds
 * @throws Error naming what would not end
 */
export async function stopProcesses(started: StartedProcess[], graceMilliseconds = 5000): Promise<void> {
  const table = processTable();
  const leaders = started.filter((each) => runningEntry(each, table));
  // A worker whose emulator has died keeps the group. The group's number is safe to use only while its members are no
  // older than the recorded leader: pids, and with them group numbers, are used again.
  const wanted = new Map<number, string>();
  for (const each of started) {
    for (const entry of table) {
      if (entry.group === each.pid && !entry.zombie && isOurs(entry, each, leaders))
        wanted.set(entry.pid, entry.started);
    }
  }
  for (const leader of leaders)
    for (const entry of descendants(leader.pid, table)) wanted.set(entry.pid, entry.started);

  const left = () => {
    const now = processTable();
    const groups = new Set(leaders.map((leader) => leader.pid));
    return now.filter((entry) => !entry.zombie && (wanted.get(entry.pid) === entry.started || groups.has(entry.group)));
  };
  for (const entry of left()) signal(entry, "SIGTERM");
  if (await none(left, graceMilliseconds)) return;
  for (const entry of left()) signal(entry, "SIGKILL");
  if (await none(left, 5000)) return;
  const names = left().map((entry) => `${entry.pid} ${entry.command.slice(0, 80)}`);
  throw new Error(`These processes of the sandbox would not end: ${names.join("; ")}`);
}

function isOurs(entry: ProcessEntry, leader: StartedProcess, alive: StartedProcess[]): boolean {
  if (alive.includes(leader)) return true;
  // The leader is gone. A group with its number belongs to us if the number was not given to a new leader since.
  return entry.pid !== leader.pid && Date.parse(entry.started) >= Date.parse(leader.started);
}

function descendants(pid: number, table: ProcessEntry[]): ProcessEntry[] {
  const own = table.filter((entry) => entry.pid === pid);
  const children = table.filter((entry) => entry.parent === pid);
  return [...own, ...children.flatMap((child) => descendants(child.pid, table))].filter((entry) => !entry.zombie);
}

function signal(entry: ProcessEntry, name: NodeJS.Signals): void {
  try {
    process.kill(entry.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function none(left: () => ProcessEntry[], milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; ;) {
    if (left().length === 0) return true;
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
