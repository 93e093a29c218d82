import { expect } from "chai";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openLoop } from "../../../tools/load/open-loop";
import { totals } from "../../../tools/load/statistics";
import { httpCall } from "../../../tools/load/targets/http-call";

describe("a call of the load generator", () => {
  let server: Server;
  let url: string;
  const seen: (string | undefined)[] = [];

  before(async () => {
    let calls = 0;
    server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url === "/never") return;
      if (request.url === "/moved") return void response.writeHead(302, { location: `${url}/elsewhere` }).end();
      const isLimited = ++calls > 5;
      response
        .writeHead(isLimited ? 429 : 202, { "x-amzn-errortype": isLimited ? "TooManyRequestsException" : "" })
        .end(JSON.stringify({ message: isLimited ? "Too Many Requests" : "ok" }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it("tells what a server takes from what it holds back", async () => {
    const schedule = { rate: 100, seconds: 0.2, concurrency: 10, timeoutSeconds: 10 };
    const headers = { authorization: "Bearer t" };
    const calls = await openLoop(schedule, () =>
      httpCall({ url, method: "POST", headers, body: {}, accepted: [202] }, 10),
    );
    const { ok, errors } = totals(calls, schedule.seconds);
    expect(ok).to.equal(5);
    expect(errors).to.deep.equal([{ kind: "429 Too Many Requests", count: 15 }]);
    expect(calls.filter(({ heldBack }) => heldBack === "rate limit")).to.have.length(15);
    expect(new Set(seen)).to.deep.equal(new Set(["Bearer t"]));
  });

  it("gives up after its time", async () => {
    expect(await httpCall({ url: `${url}/never`, method: "GET", headers: {} }, 0.1)).to.deep.equal({
      ok: false,
      kind: "time-out",
    });
  });

  it("takes its token nowhere else", async () => {
    const before = seen.length;
    expect(await httpCall({ url: `${url}/moved`, method: "GET", headers: {} }, 5)).to.deep.equal({
      ok: false,
      kind: "302",
    });
    expect(seen.length).to.equal(before + 1);
  });

  it("says why there is no connection", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const outcome = await httpCall({ url: `http://127.0.0.1:${port}`, method: "GET", headers: {} }, 5);
    expect(outcome).to.deep.equal({ ok: false, kind: "no connection (ECONNREFUSED)" });
  });
});
