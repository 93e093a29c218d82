import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const MAIN = join(__dirname, "../../../sandbox/local/main.ts");

describe("the command of npm run local", function () {
  this.timeout(60_000);

  function start(...args: string[]) {
    const child: ChildProcess = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), MAIN, ...args], {
      // A machine without a network account, and one with credentials that must not be used.
      env: { PATH: process.env["PATH"] ?? "", AWS_PROFILE: "none", AWS_ENDPOINT_URL: "http://127.0.0.1:1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    child.stdout!.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr!.setEncoding("utf8").on("data", (text: string) => (err += text));
    const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
    return { child, exit, out: () => out, err: () => err };
  }
  const until = async (isTrue: () => boolean, milliseconds: number) => {
    for (const end = Date.now() + milliseconds; !isTrue() && Date.now() < end;)
      await new Promise((r) => setTimeout(r, 20));
    return isTrue();
  };

  it("serves within ten seconds and stops at a signal, leaving nothing", async () => {
    const { child, exit, out, err } = start("--port", "0", "--json");
    try {
      expect(await until(() => out().includes("\n"), 10_000), err()).to.equal(true);
      const { url, apiKey, token } = JSON.parse(out().split("\n")[0]!) as Record<string, string>;
      expect(url).to.match(/^http:\/\/localhost:\d+$/);
      const headers = { "x-api-key": apiKey!, authorization: `Bearer ${token}` };
      expect((await fetch(`${url}/getstudentdetails?Roll=1`, { headers })).status).to.equal(404);
      child.kill("SIGINT");
      expect(await exit).to.equal(0);
      const refused = await fetch(url!).catch((error: Error) => error);
      expect(refused).to.be.instanceOf(Error);
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("says so where the port is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { exit, err } = start("--port", String((server.address() as AddressInfo).port));
      expect(await exit).to.equal(1);
      expect(err()).to.contain("The port is in use");
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("explains itself, and refuses what it does not know", async () => {
    const help = start("--help");
    expect(await help.exit).to.equal(0);
    expect(help.out()).to.contain("usage: npm run local").and.to.contain("--port");
    const port = start("--port", "x");
    expect(await port.exit).to.equal(2);
    expect(port.err()).to.contain("--port");
    const unknown = start("--nope");
    expect(await unknown.exit).to.equal(1);
    expect(unknown.err()).to.contain("--nope");
  });
});
