import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { repositoryRoot } from "../../../stacks/config";
import { eventually } from "../../support/sandbox";

const until = (holds: () => boolean) => eventually(() => Promise.resolve(holds()), Boolean);

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

interface Ended {
  code: number | null;
  said: string;
  complained: string;
}

describe("a command with a token of GitHub", function () {
  this.timeout(60_000);
  let folder: string;
  let server: Server;
  let asked: { url?: string; authorization?: string }[];
  /** What the service answers, by the number of the question. */
  let answer: (number: number) => { status: number; body: string };
  let children: ChildProcess[];

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "github-token-test-"));
    asked = [];
    children = [];
    answer = (number) => ({ status: 200, body: JSON.stringify({ value: `token ${number}` }) });
    server = createServer(({ url, headers }, response) => {
      asked.push({ url, authorization: headers.authorization });
      const { status, body } = answer(asked.length);
      response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    for (const child of children) if (child.exitCode === null) child.kill("SIGTERM");
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  /** Begins the script; `script` is what it runs, in a shell. */
  function begin(script: string, variables: NodeJS.ProcessEnv = {}): { child: ChildProcess; ended: Promise<Ended> } {
    const { port } = server.address() as AddressInfo;
    const program = path.join(repositoryRoot, "delivery/with-github-token.sh");
    const child = spawn(program, script === "" ? [] : ["bash", "-c", script], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        RUNNER_TEMP: folder,
        AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/Deployment",
        ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of the job",
        ...variables,
      },
    });
    children.push(child);
    let said = "";
    let complained = "";
    child.stdout.on("data", (text: Buffer) => (said += text.toString()));
    child.stderr.on("data", (text: Buffer) => (complained += text.toString()));
    return {
      child,
      ended: new Promise((resolve) => child.on("close", (code) => resolve({ code, said, complained }))),
    };
  }
  const left = () => readdirSync(folder);
  /** Waits until the script's command has said something in a file. */
  const began = () => until(() => existsSync(path.join(folder, "began")));
  const begins = `echo $$ > "$RUNNER_TEMP/began"`;

  it("is handed one in a file that nobody else can read, outside the checkout, and ends as it does", async () => {
    const ended = await begin(
      `cat "$AWS_WEB_IDENTITY_TOKEN_FILE"; echo; stat -c %a "$AWS_WEB_IDENTITY_TOKEN_FILE" "\${AWS_WEB_IDENTITY_TOKEN_FILE%/*}"
       echo "$AWS_WEB_IDENTITY_TOKEN_FILE" >&2; exit 7`,
    ).ended;
    expect(ended.said).to.equal("token 1\n600\n700\n");
    expect(ended.complained.startsWith(`${folder}/`), ended.complained).to.equal(true);
    expect(ended.code).to.equal(7);
    expect(asked).to.deep.equal([
      { url: "/token?api-version=2.0&audience=sts.amazonaws.com", authorization: "bearer of the job" },
    ]);
    expect(left()).to.deep.equal([]);
  });

  it("cannot ask for one itself", async () => {
    const { said } = await begin("env").ended;
    expect(said).to.contain("AWS_ROLE_ARN=").and.not.to.contain("ACTIONS_ID_TOKEN");
  });

  it("has a new one each time, as long as it runs", async () => {
    // The token that it was started with is no longer there when it ends.
    const waits = `until grep -q "token 3" "$AWS_WEB_IDENTITY_TOKEN_FILE"; do sleep 0.1; done`;
    const { code } = await begin(waits, { TOKEN_RENEWAL_SECONDS: "0.2" }).ended;
    expect(code).to.equal(0);
    const questions = asked.length;
    expect(questions).to.be.at.least(3);
    expect(left()).to.deep.equal([]);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(asked.length, "questions after the end").to.equal(questions);
  });

  it("keeps the last one while the service refuses, and is told so", async () => {
    answer = (number) =>
      number === 1 ? { status: 200, body: `{"value":"token 1"}` } : { status: 503, body: "no tokens today" };
    const waits = `until [ -e "$RUNNER_TEMP/refused" ]; do sleep 0.1; done; cat "$AWS_WEB_IDENTITY_TOKEN_FILE"`;
    const { ended } = begin(waits, { TOKEN_RENEWAL_SECONDS: "0.1" });
    await until(() => asked.length >= 4);
    writeFileSync(path.join(folder, "refused"), "");
    const { code, said, complained } = await ended;
    expect({ code, said }).to.deep.equal({ code: 0, said: "token 1" });
    expect(complained).to.contain("503").and.to.contain("no new token; the last one holds for minutes");
    expect(left()).to.deep.equal(["refused"]);
  });

  for (const [what, body, status] of [
    ["refuses", "not for you", 403],
    ["answers without a token", `{"count":1}`, 200],
    ["answers something else", "<html>", 200],
  ] as const)
    it(`does not begin where the service ${what}`, async () => {
      answer = () => ({ status, body });
      const { code, said, complained } = await begin("echo began").ended;
      expect({ code, said }).to.deep.equal({ code: 78, said: "" });
      expect(complained).to.contain("GitHub gave no token for the role arn:aws:iam::123456789012:role/Deployment");
      expect(complained).not.to.contain("of the job");
      expect(left()).to.deep.equal([]);
    });

  for (const variable of ["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "AWS_ROLE_ARN"])
    it(`does not begin without ${variable}, and says what is to be done`, async () => {
      const { code, said, complained } = await begin("echo began", { [variable]: "" }).ended;
      expect({ code, said }).to.deep.equal({ code: 78, said: "" });
      expect(complained).to.match(
        variable === "AWS_ROLE_ARN"
          ? /AWS_ROLE_ARN is missing: .*environment/
          : new RegExp(`${variable} is missing: .*id-token: write`),
      );
    });

  it("says that it needs a command", async () => {
    const { code, complained } = await begin("").ended;
    expect(code).to.equal(78);
    expect(complained).to.contain("name the command");
  });

  it("hears a signal, has its time to finish, and nothing is left", async () => {
    const { child, ended } = begin(
      `trap 'cat "$AWS_WEB_IDENTITY_TOKEN_FILE"; exit 5' INT; ${begins}; sleep 60 & wait; wait`,
    );
    await began();
    child.kill("SIGINT");
    const { code, said } = await ended;
    expect({ code, said }).to.deep.equal({ code: 5, said: "token 1" });
    expect(left()).to.deep.equal(["began"]);
  });

  it("ends by a signal that it does not handle, with all that it began", async () => {
    const { child, ended } = begin(`sleep 60 & echo $! > "$RUNNER_TEMP/child"; ${begins}; wait`);
    await began();
    child.kill("SIGTERM");
    expect((await ended).code).to.equal(143);
    expect(left().sort()).to.deep.equal(["began", "child"]);
    const pid = Number(readFileSync(path.join(folder, "child"), "utf8"));
    await until(() => !runs(pid));
  });

  it("leaves no token behind where the script is killed", async () => {
    const { child } = begin(`${begins}; sleep 3`, { TOKEN_RENEWAL_SECONDS: "0.2" });
    await began();
    child.kill("SIGKILL");
    await until(() => left().join() === "began");
  });
});
