import { expect } from "chai";
import * as net from "node:net";
import { outputs, sandbox, sandboxOk } from "../../support/sandbox";

describe("the sandbox's lifecycle", () => {
  it("changes nothing when brought up again", async function () {
    // A minute alone on two cores, and many beside other suites; only something that hangs takes this long.
    this.timeout(1_200_000);
    const { changes } = JSON.parse(await sandboxOk("up", "--json")) as { changes: Record<string, number> };
    const { same, ...changed } = changes;
    expect(changed).to.deep.equal({});
    expect(same).to.be.greaterThan(50);
  });

  it("tells that it is up, with the addresses of the contract", async () => {
    const { code, stdout } = await sandbox("status", "--json");
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.have.property("up", true);
    const found = outputs();
    expect(found).to.include.keys(
      "endpoint",
      "accountId",
      "region",
      "account",
      "students",
      "intake",
      "users",
      "web",
      "dashboards",
      "alarmTopic",
    );
    expect(found["students"]).to.include.keys("url", "apiKey", "table", "topic");
    expect(found["users"]).to.include.keys("poolId", "clientId");
    for (const url of [found["students"].url, found["intake"].url, found["web"].url])
      expect(url).to.match(/^http:\/\/(127\.0\.0\.1|localhost):\d+\//);
  });

  it("listens on the loopback interface only", async () => {
    const { port } = new URL(outputs().endpoint);
    const others = Object.values((await import("node:os")).networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter((each) => !each.internal);
    for (const { address } of others) expect(await connects(address, Number(port)), address).to.equal(false);
    expect(await connects("127.0.0.1", Number(port))).to.equal(true);
  });

  it("calls a function with an event, and tells when it fails", async () => {
    const { stdout } = await sandbox(
      "invoke",
      "getStudentDetails",
      "--event",
      "functions/students/get.events/unknown.json",
    );
    expect(JSON.parse(stdout)).to.have.property("status", 404);
    expect((await sandbox("invoke", "noSuchFunction")).code).to.equal(1);
  });

  it("explains wrong calls", async () => {
    for (const [args, message] of [
      [["dance"], /There is no verb "dance"; there are up, down/],
      [["logs"], /Name one function/],
      [["token", "--no-such"], /Unknown option '--no-such'/],
    ] as const) {
      const { code, stderr } = await sandbox(...args);
      expect(code, args.join(" ")).to.equal(2);
      expect(stderr).to.match(message);
    }
  });

  it("helps", async () => {
    expect(await sandboxOk("--help")).to.contain("watch");
    expect(await sandboxOk("token", "--help")).to.contain("--user NAME");
  });
});

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: 1000 });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}
