import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { emulatorStatus, startEmulator, stopEmulator } from "../../../sandbox/emulator/emulator";
import { readRecord } from "../../../sandbox/emulator/process-record";
import { processTable } from "../../../sandbox/emulator/process-table";
import { clientSettings, createFunction } from "./create-function";

describe("emulator", function () {
  this.timeout(180_000);
  const sandbox = path.join(os.tmpdir(), `sandbox-start-${process.pid}`);
  const options = { accountId: "444455556666", region: "eu-west-1", forwardPort: 0, sandbox };
  afterEach(async () => {
    await stopEmulator({ sandbox });
    fs.rmSync(sandbox, { recursive: true, force: true });
  });

  it("starts, is found again, and leaves nothing when it ends, not even Lambda workers", async () => {
    const first = await startEmulator(options);
    expect(first.fresh).to.equal(true);
    await createFunction(first, "worker", "exports.handler = async () => process.pid;");
    const answer = await new LambdaClient(clientSettings(first)).send(new InvokeCommand({ FunctionName: "worker" }));
    const worker = Number(Buffer.from(answer.Payload!).toString());
    const again = await startEmulator(options);
    expect(again).to.deep.equal({ ...first, fresh: false });

    const { processes } = readRecord(first.paths.record)!;
    const groups = new Set(processes.map(({ pid }) => pid));
    expect(processTable().find((entry) => entry.pid === worker)?.group).to.be.oneOf([...groups]);
    expect(await stopEmulator({ sandbox })).to.equal(true);
    expect(processTable().filter((entry) => groups.has(entry.group) && !entry.zombie)).to.deep.equal([]);
    expect(emulatorStatus({ sandbox }).running).to.equal(false);
    expect(await stopEmulator({ sandbox })).to.equal(false);
    const next = await startEmulator(options);
    expect(next.fresh).to.equal(true);
    expect(next.generation).to.not.equal(first.generation);
    expect(next.endpoint).to.equal(first.endpoint);
  });

  it("listens on loopback only", async () => {
    const { paths } = await startEmulator(options);
    const pids = readRecord(paths.record)!.processes.map(({ pid }) => pid);
    const text = execFileSync("lsof", ["-nP", "-a", "-iTCP", "-sTCP:LISTEN", "-p", pids.join(",")], {
      encoding: "utf8",
    });
    const addresses = text.split("\n").flatMap((line) => /(\S+):\d+ \(LISTEN\)/.exec(line)?.[1] ?? []);
    expect(addresses.length).to.be.greaterThan(3);
    expect(addresses.filter((address) => address !== "127.0.0.1" && address !== "[::1]")).to.deep.equal([]);
  });

  it("starts everything anew when a part has died", async () => {
    const first = await startEmulator(options);
    process.kill(readRecord(first.paths.record)!.processes.find(({ name }) => name === "moto")!.pid, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(emulatorStatus({ sandbox }).running).to.equal(false);
    const second = await startEmulator(options);
    expect(second.fresh).to.equal(true);
    expect(second.generation).to.not.equal(first.generation);
  });

  it("refuses an account id that is none", async () => {
    let message = "";
    await startEmulator({ ...options, accountId: "123" }).catch((error: Error) => (message = error.message));
    expect(message).to.contain("12 digits");
  });
});
