import { expect } from "chai";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UsageError } from "../../../tools/command/verb";
import { loadArguments } from "../../../tools/load/arguments";
import { environmentOf } from "../../../tools/load/environment";
import { describeLoad, runLoad } from "../../../tools/load/run-load";
import { refused } from "../../../tools/load/targets/http-call";
import { targets } from "../../../tools/load/targets";

const named = (name: string) => targets.find((target) => target.name === name)!;

describe("npm run load", () => {
  it("says what it can load", () => {
    const { stdout, status } = spawnSync(process.execPath, ["--require", "tsx/cjs", "tools/load/main.ts", "--help"], {
      cwd: path.resolve(__dirname, "../../.."),
      encoding: "utf8",
    });
    expect(status).to.equal(0);
    for (const { name, about } of targets) expect(stdout).to.contain(name).and.contain(about);
  }).timeout(60_000);

  const wrong: [string[], string][] = [
    [[], "Name one system, for example: npm run load -- students-read"],
    [["a", "b"], "Name one system, for example: npm run load -- students-read"],
    [["keyed", "--rate", "501"], '--rate is "501"; it takes a number of calls a second from 0.1 to 500.'],
    [["keyed", "--rate", ""], '--rate is ""; it takes a number of calls a second from 0.1 to 500.'],
    [["keyed", "--duration", "1e9"], '--duration is "1e9"; it takes a number of seconds from 1 to 600.'],
    [
      ["keyed", "--concurrency", "2.5"],
      '--concurrency is "2.5"; it takes a whole number of calls at once from 1 to 200.',
    ],
    [
      ["keyed", "--rate", "500", "--duration", "600"],
      "That would be 300000 calls; at most 50000 are sent at a time. Lower --rate or --duration.",
    ],
    [
      ["keyed", "--url", "http://example.org"],
      '--url is "http://example.org"; it takes an address with https://, since a token goes along.',
    ],
    [["keyed", "--ratio", "2"], "Unknown option '--ratio'"],
  ];
  for (const [args, message] of wrong) {
    it(`refuses ${args.join(" ") || "nothing"}`, () => {
      expect(() => loadArguments(args)).to.throw(UsageError, message);
    });
  }

  it("sends nothing elsewhere until the host is named a second time", async () => {
    const sent: unknown[] = [];
    const target = { ...named("keyed"), prepare: () => Promise.resolve(() => Promise.resolve(sent.push(1)) as never) };
    for (const confirm of [[], ["--confirm", "example.com"]]) {
      const args = loadArguments(["keyed", "--url", "https://api.example.org/Dev/", ...confirm]);
      const error = await runLoad(args, { target, environment: environmentOf(args) }).catch((each: Error) => each);
      expect(error).to.be.instanceOf(UsageError);
      expect((error as Error).message)
        .to.contain("Nothing was sent. This loads api.example.org")
        .and.contain("--confirm api.example.org");
    }
    expect(sent).to.deep.equal([]);
  });

  it("asks for a token rather than making one up", async () => {
    const args = loadArguments(["keyed", "--url", "https://api.example.org", "--confirm", "api.example.org"]);
    const error = await runLoad(args, { target: named("keyed"), environment: environmentOf(args) }).catch(
      (each: Error) => each,
    );
    expect((error as Error).message).to.equal("Put an access token of the environment's user pool into LOAD_TOKEN.");
  });

  it("loads an API elsewhere and judges what it answered, without figures of AWS", async () => {
    const args = loadArguments([
      "keyed",
      "--url",
      "http://127.0.0.1:1",
      "--confirm",
      "127.0.0.1:1",
      "--rate",
      "20",
      "--duration",
      "1",
    ]);
    process.env["LOAD_TOKEN"] = "t";
    process.env["LOAD_API_KEY"] = "k";
    try {
      const report = await runLoad(args, { target: named("keyed"), environment: environmentOf(args) });
      expect(report.totals).to.include({ due: 20, sent: 20, ok: 0, failed: 20 });
      expect(report.bottleneck).to.include({ kind: "failures, unexplained" });
    } finally {
      delete process.env["LOAD_TOKEN"];
      delete process.env["LOAD_API_KEY"];
    }
  }).timeout(60_000);

  it("says in a dry run what it would send and watch", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-load-"));
    const file = path.join(folder, "outputs.json");
    fs.writeFileSync(file, JSON.stringify({ trends: { stream: "trends-stream", table: "counts" } }));
    try {
      const args = loadArguments(["trends", "--outputs", file, "--batch", "20", "--rate", "5", "--duration", "10"]);
      const text = describeLoad(args, { target: named("trends"), environment: environmentOf(args) });
      expect(text).to.match(/PutRecords of 20 post\(s\) load-\w+-N/);
      expect(text).to.contain("50 calls in 10 s, 5 a second, at most 50 at once");
      expect(text).to.contain("Would watch: countHashtags, counts, trends-stream");
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("refuses more entries in a call than the system takes", () => {
    const args = loadArguments(["intake", "--batch", "11", "--url", "https://api.example.org"]);
    expect(() => describeLoad(args, { target: named("intake"), environment: environmentOf(args) })).to.throw(
      UsageError,
      "--batch is 11; a call of intake takes at most 10.",
    );
  });

  it("tells who held a call back from the answer", () => {
    const who = (status: number, type: string, body: object) => refused(status, type, JSON.stringify(body)).heldBack;
    expect(who(429, "TooManyRequestsException", { message: "Too Many Requests" })).to.equal("rate limit");
    expect(who(429, "", { error: { code: "THROTTLED" } })).to.equal("rate limit");
    expect(who(429, "LimitExceededException", { message: "Limit Exceeded" })).to.equal("quota");
    expect(who(429, "", { error: { code: "QUOTA_EXCEEDED" } })).to.equal("quota");
    expect(who(500, "", { message: "Rate Exceeded." })).to.equal("function");
    expect(who(503, "", { error: { code: "ThrottlingException" } })).to.equal("table");
    expect(who(500, "", { error: { code: "InternalError" } })).to.equal(undefined);
  });
});
