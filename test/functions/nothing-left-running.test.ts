import { expect } from "chai";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { crc32 } from "node:zlib";

const ROOT = join(__dirname, "../..");

interface Outcome {
  result?: { status?: number; batchItemFailures?: unknown[] };
  error?: string;
  milliseconds: number;
  running: string[];
  exit: number | null;
}

/** AWS on loopback, as the SDK's real clients and connections see it: answers at once, or never. */
class LoopbackAws {
  readonly calls: string[] = [];
  private readonly sockets = new Set<Socket>();
  private server!: Server;

  async start(isMute: boolean): Promise<string> {
    this.server = createServer((request, response) => {
      this.calls.push(String(request.headers["x-amz-target"] ?? request.url));
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

function run(entry: string, event: string, environment: Record<string, string>, remaining: number): Promise<Outcome> {
  const runner = join(__dirname, "support/run-to-end.ts");
  const file = join(ROOT, "functions", entry);
  const child = spawn(
    process.execPath,
    ["--require", require.resolve("tsx/cjs"), runner, file, event, String(remaining)],
    {
      env: { PATH: process.env["PATH"] ?? "", TEST_ENVIRONMENT: JSON.stringify(environment) },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  // The server stays up meanwhile, so only the process itself can end its connections.
  const guard = setTimeout(() => child.kill("SIGKILL"), 15_000);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (exit) => {
      clearTimeout(guard);
      const last = output.trim().split("\n").at(-1) ?? "";
      resolve({ ...(JSON.parse(last) as Outcome), exit });
    });
  });
}

const event = (path: string) => readFileSync(join(ROOT, "functions", path), "utf8");

const HANDLERS = [
  { entry: "students/add.ts", event: event("students/add.events/student.json"), calls: ["DynamoDB_20120810.PutItem"] },
  { entry: "students/get.ts", event: event("students/get.events/student.json"), calls: ["DynamoDB_20120810.GetItem"] },
  {
    entry: "intake/store.ts",
    event: event("intake/store.events/two-messages.json"),
    calls: ["DynamoDB_20120810.PutItem"],
  },
  {
    entry: "announcements/announce.ts",
    event: event("announcements/announce.events/insert.json"),
    calls: ["DynamoDB_20120810.PutItem", "/", "DynamoDB_20120810.UpdateItem"],
  },
  { entry: "alarms/mail.ts", event: event("alarms/mail.events/server-errors.json"), calls: ["/"] },
  { entry: "users/get.ts", event: event("users/get.events/caller.json"), calls: ["DynamoDB_20120810.GetItem"] },
  {
    entry: "users/remove.ts",
    event: event("users/remove.events/caller.json"),
    calls: ["DynamoDB_20120810.DeleteItem"],
  },
  // The loopback has no parameter: both fail, after asking for it.
  {
    entry: "users/replace.ts",
    event: event("users/replace.events/attributes.json"),
    calls: ["AmazonSSM.GetParameter"],
  },
  { entry: "users/merge.ts", event: event("users/merge.events/changes.json"), calls: ["AmazonSSM.GetParameter"] },
  {
    entry: "transfer/seed.ts",
    event: event("transfer/seed.events/three-items.json"),
    calls: ["DynamoDB_20120810.BatchWriteItem"],
  },
];

/** Handlers that run at the same time. */
const LANES = 4;

describe("a handler that has returned", function () {
  this.timeout(90_000);

  for (const isMute of [false, true]) {
    describe(isMute ? "with an AWS that never answers" : "with an AWS that answers", () => {
      const remaining = isMute ? 1_500 : 10_000;
      const aws = HANDLERS.map(() => new LoopbackAws());
      let outcomes: Promise<Outcome>[];
      before(() => {
        // Several at once, since each spends most of its time starting or waiting; not all of them, or they would wait for
        // the processors, and what they then have not finished yet would look like something left running.
        const lanes = Array.from({ length: LANES }, () => Promise.resolve());
        outcomes = HANDLERS.map(async ({ entry, event: given }, index) => {
          const endpoint = await aws[index]!.start(isMute);
          const outcome = lanes[index % LANES]!.then(() =>
            run(entry, given, { AWS_ENDPOINT_URL: endpoint }, remaining),
          );
          lanes[index % LANES] = outcome.then(
            () => undefined,
            () => undefined,
          );
          return outcome;
        });
      });
      after(async () => {
        await Promise.allSettled(outcomes);
        await Promise.all(aws.map((each) => each.stop()));
      });

      HANDLERS.forEach(({ entry, calls }, index) => {
        it(`leaves nothing running: ${entry}`, async () => {
          const outcome = await outcomes[index]!;
          expect(outcome.running, "kept the process alive").to.deep.equal([]);
          expect(outcome.exit).to.equal(0);
          expect(outcome.milliseconds, "within its own time").to.be.below(remaining);
          if (isMute) {
            expect(aws[index]!.calls).to.include(calls[0]);
            const isTold =
              outcome.error !== undefined ||
              outcome.result?.status === 500 ||
              (outcome.result?.batchItemFailures?.length ?? 0) > 0;
            expect(isTold, JSON.stringify(outcome)).to.equal(true);
          } else {
            expect(outcome.error).to.equal(undefined);
            expect(aws[index]!.calls).to.deep.equal(calls);
          }
        });
      });
    });
  }
});
