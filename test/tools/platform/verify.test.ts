import { expect } from "chai";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Address } from "../../../functions/probe/address";
import type { AlarmStatus } from "../../../tools/platform/status/account-status";
import { refusesPlainHttp } from "../../../tools/platform/verify/ask-safely";
import { outsideOf } from "../../../tools/platform/verify/outside-of";
import { isWell, verificationText, verifyAddresses } from "../../../tools/platform/verify/verify-addresses";
import { waitSeconds } from "../../../tools/platform/verify/wait-option";

const address = (name: string): Address => ({ name, url: `https://${name}.acme.test/`, method: "GET", status: 401 });
const alarm: AlarmStatus = {
  name: "dev-students-errors",
  region: "eu-west-1",
  state: "alarm",
  since: "2026-06-01T12:00:00.000Z",
  reason: "3 errors",
};

/** A verification whose time passes only where it waits. */
async function verified(
  seconds: number,
  ask: (name: string, round: number) => void,
  firing: (round: number) => AlarmStatus[] = () => [],
) {
  let time = 0;
  let round = 0;
  const asked: string[] = [];
  const found = await verifyAddresses({
    addresses: [address("one"), address("two")],
    readFiring: () => Promise.resolve(firing(round)),
    seconds,
    ask: async ({ name }) => {
      asked.push(name);
      await Promise.resolve();
      ask(name, round);
    },
    now: () => time,
    wait: (milliseconds) => {
      time += milliseconds;
      round++;
      return Promise.resolve();
    },
  });
  return { found, asked, time };
}

describe("the verification of what is deployed", () => {
  it("asks each address once where all is well", async () => {
    const { found, asked, time } = await verified(60, () => undefined);
    expect(asked).to.deep.equal(["one", "two"]);
    expect(time).to.equal(0);
    expect(isWell(found)).to.equal(true);
  });

  it("asks again what is not right yet, and that alone", async () => {
    const { found, asked } = await verified(60, (name, round) => {
      if (name === "two" && round < 2) throw new Error("no answer from GET https://two.acme.test/: ENOTFOUND");
    });
    expect(asked).to.deep.equal(["one", "two", "two", "two"]);
    expect(isWell(found)).to.equal(true);
  });

  it("ends with what is wrong when the time is over", async () => {
    const { found, time } = await verified(12, (name) => {
      if (name === "one") throw new Error("GET https://one.acme.test/ answered 500, not 401");
    });
    expect(time).to.equal(15_000);
    expect(isWell(found)).to.equal(false);
    expect(verificationText("dev, account 111122223333 (dev)", found)).to.equal(
      [
        "dev, account 111122223333 (dev)",
        "  WRONG  one  GET https://one.acme.test/ answered 500, not 401",
        "  ok     two  https://two.acme.test/",
        "1 of 2 addresses answer as they should; 0 alarms fire.",
      ].join("\n"),
    );
  });

  it("lets an alarm calm down, and fails where it does not", async () => {
    const calm = await verified(
      60,
      () => undefined,
      (round) => (round === 0 ? [alarm] : []),
    );
    expect(calm.time).to.equal(5000);
    expect(isWell(calm.found)).to.equal(true);
    const { found } = await verified(
      0,
      () => undefined,
      () => [alarm],
    );
    expect(isWell(found)).to.equal(false);
    expect(verificationText("dev", found)).to.contain(
      "  ALARM  dev-students-errors (eu-west-1) since 2026-06-01T12:00:00.000Z: 3 errors",
    );
  });

  it("is no success where there is nothing to ask", async () => {
    const found = await verifyAddresses({ addresses: [], readFiring: () => Promise.resolve([]), seconds: 0 });
    expect(isWell(found)).to.equal(false);
    expect(verificationText("dev", found)).to.contain("nothing was verified");
  });

  it("takes its addresses from the outputs, and nothing else for one", () => {
    expect(outsideOf({ outside: [address("one")] })).to.deep.equal([address("one")]);
    expect(outsideOf({})).to.deep.equal([]);
    expect(() => outsideOf({ outside: [{ name: "one", url: "one", method: "GET" }] })).to.throw(/must be an address/);
  });

  it("waits ten minutes, or as long as is said", () => {
    const call = (wait?: string) => ({ positionals: [], values: { wait }, json: false });
    expect(waitSeconds(call())).to.equal(600);
    expect(waitSeconds(call("0"))).to.equal(0);
    for (const wrong of ["", "-1", "1.5", "soon", "1801"])
      expect(() => waitSeconds(call(wrong)), wrong).to.throw(/whole number of seconds from 0 to 1800/);
  });
});

describe("an address without TLS", () => {
  let server: Server;
  let base: string;
  const answers: Record<string, [number, string?]> = {
    "/open": [200],
    "/to-tls": [301, "https://acme.test/"],
    "/elsewhere": [302, "http://acme.test/"],
    "/refused": [403],
  };
  before(async () => {
    server = createServer((request, response) => {
      const [status, location] = answers[request.url!]!;
      response.writeHead(status, location === undefined ? {} : { location }).end("content");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  it("may refuse, send the caller to TLS, or not answer", async () => {
    for (const url of [`${base}/to-tls`, `${base}/refused`, "http://127.0.0.1:1/"]) await refusesPlainHttp(url);
  });

  it("may give no content, and send nobody to another one without", async () => {
    for (const [path, status] of [
      ["/open", 200],
      ["/elsewhere", 302],
    ] as const) {
      const error = await refusesPlainHttp(base + path).catch((reason: unknown) => reason);
      expect((error as Error | undefined)?.message).to.equal(`${base}${path} is answered without TLS, by ${status}`);
    }
  });
});
