import { expect } from "chai";
import { outputs, token } from "../../support/sandbox";

describe("keyed API", () => {
  let url: string;
  let key: string;
  let accessToken: string;

  before(async () => {
    const keyed = outputs()["keyed"] as { url: string; apiKeys: Record<string, string> };
    url = keyed.url;
    key = keyed.apiKeys["first"]!;
    accessToken = await token();
  });

  async function ping(headers: Record<string, string>, method = "GET", path = "/ping") {
    const response = await fetch(`${url}${path}`, { method, headers });
    return { status: response.status, body: (await response.json()) as any };
  }
  const bearer = () => ({ authorization: `Bearer ${accessToken}` });

  it("answers a client with its key and a token", async () => {
    const { status, body } = await ping({ "x-api-key": key, ...bearer() });
    expect(status).to.equal(200);
    expect(body).to.have.property("ok", true);
  });

  it("forbids a caller without a key, with a wrong one, and with a key of another API", async () => {
    const { apiKey: foreign } = outputs()["students"] as { apiKey: string };
    const calls: Record<string, string>[] = [
      {},
      { "x-api-key": `${key}x` },
      { "x-api-key": key.toUpperCase() },
      { "x-api-key": foreign },
    ];
    for (const headers of calls) {
      const { status, body } = await ping({ ...headers, ...bearer() });
      expect(status, JSON.stringify(headers)).to.equal(403);
      expect(body.error).to.include({ code: "INVALID_API_KEY", message: "Forbidden" });
      expect(body.error.requestId).to.be.a("string");
    }
  });

  it("asks a client with a key who calls: the key alone is no proof", async () => {
    const calls: Record<string, string>[] = [{}, { authorization: "Bearer no.token" }];
    for (const headers of calls) {
      const { status, body } = await ping({ "x-api-key": key, ...headers });
      expect(status).to.equal(401);
      expect(body.error).to.have.keys("code", "message", "requestId");
    }
    const writer = await token("--user", "keyed-writer", "--scope", "students/write");
    const refused = await ping({ "x-api-key": key, authorization: `Bearer ${writer}` });
    expect(refused.status).to.equal(403);
  });

  it("has nothing but its one route", async () => {
    for (const [method, path] of [
      ["POST", "/ping"],
      ["GET", "/pings"],
    ] as const) {
      const { status } = await ping({ "x-api-key": key, ...bearer() }, method, path);
      expect(status, `${method} ${path}`).to.be.oneOf([403, 404, 405]);
    }
  });
});
