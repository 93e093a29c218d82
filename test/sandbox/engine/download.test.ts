import { expect } from "chai";
import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { downloadFile, downloadText, DownloadError } from "../../../sandbox/engine/download";
import { checksumOf, downloadCli } from "../../../sandbox/engine/download-cli";
import { run } from "../../../sandbox/engine/run";
import { recordedProgress } from "./support/recorded-progress";
import { temporaryFolder } from "./support/temporary-folder";

describe("a download of the engine", () => {
  const folder = temporaryFolder();
  let server: http.Server;
  let base = "";
  let answer: (path: string, response: http.ServerResponse) => void;
  let cacheHome: string | undefined;

  beforeEach(async () => {
    cacheHome = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = folder();
    server = http.createServer((request, response) => answer(request.url ?? "", response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    if (cacheHome === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cacheHome;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const failure = (work: Promise<unknown>): Promise<Error> =>
    work.then(
      () => expect.fail("it did not fail"),
      (error: Error) => error,
    );

  it("words a refused connection in one line", async () => {
    await new Promise((resolve) => server.close(resolve));
    const error = await failure(downloadText(`${base}/x`));
    expect(error).to.be.instanceOf(DownloadError);
    expect(error.message).to.match(/^127\.0\.0\.1:\d+ cannot be reached \(connect ECONNREFUSED [^\n]*\)$/);
    server.listen(0);
  });

  it("words a refusal of the server", async () => {
    answer = (_, response) => response.writeHead(403).end("no");
    expect((await failure(downloadText(`${base}/x`))).message).to.equal(`${base}/x answered 403`);
  });

  it("gives up on a server that does not answer", async () => {
    answer = () => {};
    const error = await failure(downloadText(`${base}/x`, { answerLimit: 100 }));
    expect(error.message).to.match(/cannot be reached \(no answer within 0\.1 s\)$/);
  });

  it("keeps no file whose content is not what was published", async () => {
    answer = (_, response) => response.end("other");
    const file = path.join(folder(), "archive");
    const error = await failure(downloadFile(`${base}/a`, file, "0".repeat(64)));
    expect(error).to.be.instanceOf(DownloadError);
    expect(error.message).to.contain("is not what was published");
    expect(fs.existsSync(file)).to.equal(false);
  });

  it("keeps no file of a transfer that breaks off", async () => {
    answer = (_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("begin");
      setTimeout(() => response.destroy(), 20);
    };
    const file = path.join(folder(), "archive");
    expect(await failure(downloadFile(`${base}/a`, file, "0".repeat(64)))).to.be.instanceOf(DownloadError);
    expect(fs.existsSync(file)).to.equal(false);
  });

  it("passes an abort on as it is", async () => {
    answer = () => {};
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("interrupted")), 20);
    expect((await failure(downloadText(`${base}/x`, { signal: stop.signal }))).message).to.equal("interrupted");
  });

  it("finds a checksum by the whole name of the file", () => {
    const list = `${"a".repeat(64)}  pulumi-v1-linux-x64.tar.gz.sig\n${"b".repeat(64)}  pulumi-v1-linux-x64.tar.gz\n`;
    expect(checksumOf("pulumi-v1-linux-x64.tar.gz", list)).to.equal("b".repeat(64));
    expect(checksumOf("pulumi-v1-linux-arm64.tar.gz", list)).to.equal(undefined);
  });

  describe("of the CLI's release", () => {
    const platform = { platform: "linux", architecture: "x64" };

    async function release(content: string): Promise<Buffer> {
      const made = path.join(folder(), "made");
      fs.mkdirSync(path.join(made, "pulumi"), { recursive: true });
      fs.writeFileSync(path.join(made, "pulumi/pulumi"), content, { mode: 0o755 });
      await run("tar", ["-czf", path.join(made, "a.tar.gz"), "-C", made, "pulumi"]);
      return fs.readFileSync(path.join(made, "a.tar.gz"));
    }

    it("lays the programs into bin/ and asks the network only once", async () => {
      const archive = await release("program");
      const sha256 = crypto.createHash("sha256").update(archive).digest("hex");
      const asked: string[] = [];
      answer = (url, response) => {
        asked.push(url);
        response.end(url.endsWith(".txt") ? `${sha256}  pulumi-v3.1.0-linux-x64.tar.gz\n` : archive);
      };
      const options = { report: recordedProgress(), releases: base, ...platform };
      const root = await downloadCli("3.1.0", options);
      expect(fs.readFileSync(path.join(root, "bin/pulumi"), "utf8")).to.equal("program");
      expect(await downloadCli("3.1.0", options)).to.equal(root);
      expect(asked).to.deep.equal(["/v3.1.0/pulumi-3.1.0-checksums.txt", "/v3.1.0/pulumi-v3.1.0-linux-x64.tar.gz"]);
    });

    it("takes no archive that differs from its checksum, and leaves nothing behind", async () => {
      const archive = await release("changed");
      answer = (url, response) =>
        response.end(url.endsWith(".txt") ? `${"0".repeat(64)}  pulumi-v3.1.0-linux-x64.tar.gz\n` : archive);
      const error = await failure(downloadCli("3.1.0", { report: recordedProgress(), releases: base, ...platform }));
      expect(error).to.be.instanceOf(DownloadError);
      expect(fs.readdirSync(path.join(folder(), "serverless-platform/engine"))).to.deep.equal([]);
    });

    it("takes no archive without a checksum", async () => {
      answer = (_, response) => response.end("");
      const error = await failure(downloadCli("3.1.0", { report: recordedProgress(), releases: base, ...platform }));
      expect(error.message).to.equal("the release's checksums do not name pulumi-v3.1.0-linux-x64.tar.gz");
    });
  });
});
