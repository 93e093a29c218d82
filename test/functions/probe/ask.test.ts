import { expect } from "chai";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Address } from "../../../functions/probe/address";
import { loadedScript as loaded } from "../support/canary-script";

describe("the canary's script", () => {
  let server: Server;
  let base: string;
  const seen: { method?: string; agent?: string; authorization?: string }[] = [];
  const answers: Record<string, [number, string]> = {
    "/refuses": [401, '{"message":"Unauthorized"}'],
    "/open": [200, '{"Roll":"10303"}'],
    "/broken": [500, '{"message":null}'],
    "/another": [401, "<html>another server</html>"],
    "/moved": [302, ""],
  };

  before(async () => {
    server = createServer((request, response) => {
      const { authorization, "user-agent": agent } = request.headers;
      seen.push({ method: request.method, agent, authorization });
      const [status, body] = answers[request.url!]!;
      response.writeHead(status, { location: "/open" }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  beforeEach(() => void (seen.length = 0));

  const address = (path: string, more: Partial<Address> = {}): Address => ({
    name: `at${path.replace("/", "-")}`,
    url: `${base}${path}`,
    method: "GET",
    status: 401,
    contains: "Unauthorized",
    ...more,
  });

  it("is content with an API that refuses a stranger", async () => {
    const steps: [string, string][] = [];
    const asked = address("/refuses", { method: "POST", headers: { authorization: "Bearer outside.probe.asks" } });
    expect(await loaded([asked], steps)()).to.equal("1 answered as they should");
    expect(steps).to.deep.equal([["at-refuses", "ok"]]);
    expect(seen).to.deep.equal([
      { method: "POST", agent: "outside-probe", authorization: "Bearer outside.probe.asks" },
    ]);
  });

  it("takes any answer below 400 where no status is said", async () => {
    const page = (path: string) => ({ ...address(path, { contains: undefined }), status: undefined });
    const steps: [string, string][] = [];
    await loaded([page("/open"), page("/moved"), page("/broken")], steps)().catch(() => undefined);
    expect(steps).to.deep.equal([
      ["at-open", "ok"],
      ["at-moved", "ok"],
      ["at-broken", `GET ${base}/broken answered 500, not below 400`],
    ]);
  });

  it("fails where strangers are let in, where the authorizer fails, and where another answers", async () => {
    const steps: [string, string][] = [];
    const handler = loaded([address("/open"), address("/broken"), address("/another"), address("/refuses")], steps);
    const error = await handler().catch((reason: unknown) => reason as Error);
    expect((error as Error).message).to.equal("3 of 4 failed: at-open, at-broken, at-another");
    expect(steps).to.deep.equal([
      ["at-open", `GET ${base}/open answered 200, not 401`],
      ["at-broken", `GET ${base}/broken answered 500, not 401`],
      ["at-another", `GET ${base}/another answered 401 without "Unauthorized"`],
      ["at-refuses", "ok"],
    ]);
  });

  it("does not follow where it is sent, and says why there is no answer", async () => {
    const steps: [string, string][] = [];
    const moved = address("/moved", { status: 200, contains: undefined });
    const gone = { ...address("/refuses"), name: "gone", url: "http://127.0.0.1:9/" };
    await loaded([moved, gone], steps)().catch(() => undefined);
    expect(steps[0]).to.deep.equal(["at-moved", `GET ${base}/moved answered 302, not 200`]);
    expect(steps[1]![1]).to.match(/^no answer from GET http:\/\/127\.0\.0\.1:9\/: /);
    expect(seen).to.have.length(1);
  });

  it("ends before it asks where its environment is wrong", () => {
    expect(() => loaded([])).to.throw("must have an address");
    expect(() => loaded([{ name: "x", url: "ftp://x", method: "GET", status: 401 }])).to.throw("must be an address");
  });
});
