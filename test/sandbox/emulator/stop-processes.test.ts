import { spawn } from "node:child_process";
import { expect } from "chai";
import { processTable } from "../../../sandbox/emulator/process-table";
import { stopProcesses } from "../../../sandbox/emulator/stop-processes";

const entryOf = (pid: number) => processTable().find((entry) => entry.pid === pid && !entry.zombie);
async function startGroup(script: string) {
  const child = spawn("sh", ["-c", script], { detached: true, stdio: "ignore" });
  child.unref();
  await new Promise((resolve) => setTimeout(resolve, 300));
  return entryOf(child.pid!)!;
}

describe("stopProcesses", () => {
  it("ends a process and what it started", async () => {
    const leader = await startGroup("sleep 60 & sleep 60 & wait");
    expect(processTable().filter((entry) => entry.group === leader.pid)).to.have.length(3);
    await stopProcesses([{ name: "test", pid: leader.pid, started: leader.started }]);
    expect(processTable().filter((entry) => entry.group === leader.pid && !entry.zombie)).to.deep.equal([]);
  });

  it("ends what ignores the request", async () => {
    const leader = await startGroup("trap '' TERM; while true; do sleep 0.1; done");
    await stopProcesses([{ name: "test", pid: leader.pid, started: leader.started }], 300);
    expect(entryOf(leader.pid)).to.equal(undefined);
  });

  it("leaves alone a process that got a recorded pid later", async () => {
    const stranger = await startGroup("exec sleep 60");
    await stopProcesses([{ name: "test", pid: stranger.pid, started: "Thu Jan 1 00:00:00 1970" }]);
    expect(entryOf(stranger.pid)?.started).to.equal(stranger.started);
    await stopProcesses([{ name: "test", pid: stranger.pid, started: stranger.started }]);
  });

  it("ends workers whose emulator has died", async () => {
    const leader = await startGroup("sleep 60 & wait");
    process.kill(leader.pid, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(processTable().filter((entry) => entry.group === leader.pid && !entry.zombie)).to.have.length(1);
    await stopProcesses([{ name: "test", pid: leader.pid, started: leader.started }]);
    expect(processTable().filter((entry) => entry.group === leader.pid && !entry.zombie)).to.deep.equal([]);
  });
});
