import { expect } from "chai";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { bundleAll, bundledCode } from "../../components/compute/bundle";
import { environment } from "./support/environment";

const FUNCTIONS = join(__dirname, "../../functions");

interface Outcome {
  result?: { status?: number; statusCode?: number; batchItemFailures?: unknown[] };
  error?: string;
  milliseconds: number;
  /** Of them, how many in its last second it waited for a processor that others had. */
  waitedMilliseconds: number;
  running: string[];
  exit: number | null;
}

/** AWS on loopback, as the SDK's real clients and connections see it: answers at once, or never. */
class LoopbackAws {
  readonly calls: string[] = [];
  /** There when it is asked for something. */
  readonly called: Promise<void>;
  private wasCalled!: () => void;
  private readonly sockets = new Set<Socket>();
  private server!: Server;

  constructor() {
    this.called = new Promise((resolve) => (this.wasCalled = resolve));
  }

  async start(isMute: boolean): Promise<string> {
    this.server = createServer((request, response) => {
      this.calls.push(String(request.headers["x-amz-target"] ?? request.url));
      this.wasCalled();
      request.resume();
      if (isMute) return;
      const isQuery = request.headers["x-amz-target"] === undefined;
      const body = isQuery ? PUBLISHED : "{}";
      response.writeHead(200, {
        "content-type": isQuery ? "text/xml" : "application/x-amz-json-1.0",
        "x-amz-crc32": String(crc32(body)),
      });
      response.end(body);
    });
    this.server.on("connection", (socket) => this.sockets.add(socket));
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const PUBLISHED =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';

function run(bundle: string, event: string, endpoint: string, remaining: number): Promise<Outcome> {
  const runner = join(__dirname, "support/run-to-end.cjs");
  const child = spawn(process.execPath, [runner, bundle, event, String(remaining)], {
    env: { ...ENVIRONMENT, PATH: process.env["PATH"] ?? "", AWS_ENDPOINT_URL: endpoint },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  // The server stays up meanwhile, so only the process itself can end its connections.
  const guard = setTimeout(() => child.kill("SIGKILL"), 20_000);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exit) => {
      clearTimeout(guard);
      const last = output.trim().split("\n").at(-1) ?? "";
      try {
        resolve({ ...(JSON.parse(last) as Outcome), exit });
      } catch {
        reject(new Error(`it said nothing, and ended with ${exit}: ${errors.slice(-500)}`));
      }
    });
  });
}

/** What else an authorizer needs. */
const ENVIRONMENT = {
  ...environment,
  ROUTES: JSON.stringify([{ method: "GET", path: "/getstudentdetails", scopes: ["students/read"] }]),
  // Nobody is there: a canary's script asks other addresses than AWS's.
  PROBES: JSON.stringify([{ name: "nobody", url: "http://127.0.0.1:9/", method: "GET", status: 401 }]),
  USER_POOLS: JSON.stringify([{ userPoolId: "us-east-1_Pool00001", clientIds: ["web"] }]),
};

/** A script of CloudWatch Synthetics: run by its own runtime, which starts a process anew each time. */
const CANARY = /from "@aws\/synthetics-core"/;

/** Every handler there is, relative to `functions`: a new one is tested without being named here. */
function entries(): string[] {
  const files = readdirSync(FUNCTIONS, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const isHandler = (code: string) => /^export const handler\b/m.test(code) && !CANARY.test(code);
  return files.filter((file) => isHandler(readFileSync(join(FUNCTIONS, file), "utf8"))).sort();
}

/** A sample event of a handler: the named one, or the first. */
function sampleEvent(entry: string): string {
  const folder = join(FUNCTIONS, entry.replace(/\.ts$/, ".events"));
  const name = SAMPLES[entry] ?? (existsSync(folder) ? readdirSync(folder).sort()[0] : undefined);
  if (name === undefined) throw new Error(`${entry} has no sample event: put one into ${folder}`);
  return join(folder, name);
}

/** Where the first event is not the one that leads furthest. */
const SAMPLES: Record<string, string> = {
  "events/ingest.ts": "two-events.json",
  "students/add.ts": "student.json",
  "transfer/seed.ts": "three-items.json",
};

/** What some of them ask of an AWS that answers, and succeed. Of all others only the end is judged. */
const CALLS: Record<string, string[]> = {
  "students/add.ts": ["DynamoDB_20120810.PutItem"],
  "students/get.ts": ["DynamoDB_20120810.GetItem"],
  "intake/store.ts": ["DynamoDB_20120810.PutItem"],
  "announcements/announce.ts": ["DynamoDB_20120810.PutItem", "/", "DynamoDB_20120810.UpdateItem"],
  "alarms/mail.ts": ["/"],
  "users/get.ts": ["DynamoDB_20120810.GetItem"],
  "users/remove.ts": ["DynamoDB_20120810.DeleteItem"],
  // The loopback has no parameter: both fail, after asking for it.
  "users/replace.ts": ["AmazonSSM.GetParameter"],
  "users/merge.ts": ["AmazonSSM.GetParameter"],
  "transfer/seed.ts": ["DynamoDB_20120810.BatchWriteItem"],
};

/** Handlers that start at the same time. */
const LANES = 4;

describe("a handler that has returned", function () {
  this.timeout(90_000);

  const handlers = entries();
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "platform-handlers-"));
    const files = handlers.map((entry) => `functions/${entry}`);
    bundleAll(files);
    // What the runtime of canaries brings; like it, it has opened the log before a script runs.
    const runtime = join(folder, "node_modules/@aws/synthetics-core");
    mkdirSync(runtime, { recursive: true });
    const synthetics = "{ executeStep: (_name, step) => step() }";
    writeFileSync(join(runtime, "index.js"), `exports.synthetics = ${synthetics}; [process.stdout, process.stderr];`);
    files.forEach((file, index) => writeFileSync(join(folder, `${index}.cjs`), bundledCode(file)));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is looked for in every folder", () => {
    expect(handlers).to.include.members(Object.keys(CALLS));
    const systems = readdirSync(FUNCTIONS).filter((name) => name !== "shared" && name !== "probe");
    expect(systems.filter((name) => !handlers.some((entry) => entry.startsWith(`${name}/`)))).to.deep.equal([]);
  });

  for (const isMute of [false, true]) {
    describe(isMute ? "with an AWS that never answers" : "with an AWS that answers", () => {
      // Less than the clients' own time-outs, so that only the function's time can end a call.
      const remaining = isMute ? 3_000 : 10_000;
      const aws = handlers.map(() => new LoopbackAws());
      let outcomes: Promise<Outcome>[];
      before(() => {
        // Some at once; not all of them, or they would wait for the processors, and what they then have not finished yet
        // would look like something left running. One that waits for a mute AWS leaves its turn to the next.
        const lanes: Promise<unknown>[] = Array.from({ length: LANES }, () => Promise.resolve());
        outcomes = handlers.map(async (entry, index) => {
          const own = aws[index]!;
          const endpoint = await own.start(isMute);
          const bundle = join(folder, `${index}.cjs`);
          const outcome = lanes[index % LANES]!.then(() => run(bundle, sampleEvent(entry), endpoint, remaining));
          const isOver = outcome.catch(() => undefined);
          lanes[index % LANES] = isMute ? Promise.race([isOver, own.called]) : isOver;
          return outcome;
        });
        for (const each of outcomes) each.catch(() => undefined);
      });
      after(async () => {
        await Promise.allSettled(outcomes);
        await Promise.all(aws.map((each) => each.stop()));
      });

      handlers.forEach((entry, index) => {
        it(`leaves nothing running: ${entry}`, async () => {
          const outcome = await outcomes[index]!;
          const expected = CALLS[entry];
          const { calls } = aws[index]!;
          expect(outcome.running, "kept the process alive").to.deep.equal([]);
          expect(outcome.exit).to.equal(0);
          const { milliseconds, waitedMilliseconds } = outcome;
          expect(milliseconds - waitedMilliseconds, "within its own time").to.be.below(remaining);
          if (!isMute && expected) {
            expect(outcome.error).to.equal(undefined);
            expect(calls).to.deep.equal(expected);
          }
          if (isMute) {
            if (expected) expect(calls).to.include(expected[0]);
            if (calls.length > 0) expect(isTold(outcome), JSON.stringify(outcome)).to.equal(true);
          }
        });
      });
    });
  }
});

/** True where the caller learns that not all was done. */
function isTold({ error, result }: Outcome): boolean {
  const status = result?.status ?? result?.statusCode ?? 0;
  return error !== undefined || status >= 500 || (result?.batchItemFailures?.length ?? 0) > 0;
}
