import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import * as path from "node:path";
import { stopEngine } from "../../../sandbox/deploy/stop-engine";
import { temporaryFolder } from "../engine/support/temporary-folder";

describe("stopEngine", () => {
  const folder = temporaryFolder();
  const children: ChildProcess[] = [];
  afterEach(() => children.splice(0).forEach((child) => child.kill("SIGKILL")));

  const start = async (home: string) => {
    const child = spawn(process.execPath, ["-e", "console.log('up'); setInterval(() => {}, 1000)"], {
      env: { PATH: process.env["PATH"], PULUMI_HOME: home, AFTER: "x" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    children.push(child);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    return child;
  };

  it("ends the processes of this sandbox's engine, and nobody else's", async () => {
    const home = path.join(folder(), "home");
    const [ours, longer, others] = [await start(home), await start(`${home}-of-another`), await start("/other/home")];
    const ended = new Promise((resolve) => ours.once("exit", resolve));
    expect(await stopEngine(home)).to.equal(1);
    await ended;
    expect([longer.exitCode, longer.signalCode, others.exitCode, others.signalCode]).to.deep.equal(Array(4).fill(null));
  });

  it("finds nothing where nothing was left", async () => {
    expect(await stopEngine(path.join(folder(), "home"))).to.equal(0);
  });
});
