import { expect } from "chai";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { withLock } from "../../sandbox/with-lock";
import { recordedProgress } from "./engine/support/recorded-progress";
import { temporaryFolder } from "./engine/support/temporary-folder";

describe("a lock", () => {
  const folder = temporaryFolder();
  const file = (): string => path.join(folder(), "lock");
  const started: ChildProcessWithoutNullStreams[] = [];

  async function holder(): Promise<ChildProcessWithoutNullStreams> {
    const program = path.join(__dirname, "support/hold-lock.ts");
    const child = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), program, file()]);
    started.push(child);
    await once(child.stdout, "data");
    return child;
  }

  afterEach(async () => {
    for (const child of started.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  });

  it("is free again after the work, also when that fails", async () => {
    expect(await withLock(file(), { report: recordedProgress() }, async () => 7)).to.equal(7);
    const failure = await withLock(file(), { report: recordedProgress() }, async () => {
      throw new Error("broken");
    }).catch((error: Error) => error.message);
    expect(failure).to.equal("broken");
    expect(fs.readdirSync(folder())).to.deep.equal([]);
  });

  it("lets only one of many do the work at a time", async () => {
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 5 }, () =>
        withLock(file(), { report: recordedProgress() }, async () => {
          most = Math.max(most, ++inside);
          await new Promise((resolve) => setTimeout(resolve, 5));
          inside--;
        }),
      ),
    );
    expect(most).to.equal(1);
  });

  it("waits for another process, and says for which", async () => {
    const other = await holder();
    const report = recordedProgress();
    let done = false;
    const waiting = withLock(file(), { report, doing: "building the engine" }, async () => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(done).to.equal(false);
    expect(report.lines).to.deep.equal([
      `Another process (${other.pid}) is already building the engine; waiting for it.`,
    ]);
    expect(report.states[0]).to.match(new RegExp(`waiting for process ${other.pid}, \\d+ s`));
    other.stdin.end();
    await waiting;
    expect(done).to.equal(true);
  });

  it("takes over from a process that was killed", async () => {
    const other = await holder();
    other.kill("SIGKILL");
    await once(other, "exit");
    expect(fs.existsSync(file())).to.equal(true);
    const report = recordedProgress();
    await withLock(file(), { report }, async () => {
      expect(fs.readFileSync(file(), "utf8")).to.match(new RegExp(`^${process.pid} `));
    });
    expect(report.lines).to.deep.equal([`Process ${other.pid} left unfinished work behind; continuing it.`]);
  });

  it("takes over from a process whose number another one has now", async function () {
    if (process.platform !== "linux") return; // only Linux tells when a process was started
    fs.writeFileSync(file(), `${process.pid} 1`);
    const report = recordedProgress();
    await withLock(file(), { report }, async () => {});
    expect(report.lines).to.have.length(1);
  });

  it("takes what no process can have written for one that was left", async () => {
    fs.writeFileSync(file(), '{"pid":1}');
    expect(await withLock(file(), {}, async () => "worked")).to.equal("worked");
  });

  it("waits no longer than it may", async () => {
    const other = await holder();
    const outcome = await withLock(file(), { timeoutMilliseconds: 50 }, async () => "worked").catch(
      (error: Error) => error.message,
    );
    expect(outcome).to.equal(`${file()} has been locked by process ${other.pid} for too long; is it hanging?`);
  });

  it("stops waiting when told to", async () => {
    await holder();
    const stop = new AbortController();
    const waiting = withLock(file(), { report: recordedProgress(), signal: stop.signal }, async () => "worked");
    setTimeout(() => stop.abort(new Error("interrupted")), 50);
    const outcome = await waiting.catch((error: Error) => error.message);
    expect(outcome).to.equal("interrupted");
    expect(fs.existsSync(file())).to.equal(true);
  });
});
