import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Worker } from "node:worker_threads";
import type { Bench } from "./figure";
import { measureHandler, type HandlerTimes } from "./measure-handler";
import { median } from "./statistics";

const rounds = 15;
const calls = 400;
const event = "functions/students/get.events/student.json";

/** What validation, log, metrics, trace and deadline cost, and what they add to a cold start. */
export const handler: Bench = {
  name: "handler",
  about: "functions/students/get.ts as deployed, warm and cold, against a bare handler with the same client",
  async run() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-bench-"));
    const server = new Worker(path.join(__dirname, "handlers/dynamodb-server.cjs"));
    try {
      const port = await new Promise<number>((resolve, reject) =>
        server.once("message", resolve).once("error", reject),
      );
      const environment = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
      const bare: HandlerTimes[] = [];
      const ours: HandlerTimes[] = [];
      for (let round = 0; round < rounds; round++) {
        bare.push(await measureHandler(folder, "tools/bench/handlers/bare.ts", event, calls, environment));
        ours.push(await measureHandler(folder, "functions/students/get.ts", event, calls, environment));
      }
      const of = (times: HandlerTimes[], what: keyof HandlerTimes) => median(times.map((each) => each[what]));
      const warm = { bare: of(bare, "warm") * 1000, ours: of(ours, "warm") * 1000 };
      const cold = { bare: of(bare, "cold"), ours: of(ours, "cold") };
      return [
        { name: "bare SDK call, warm", value: warm.bare, unit: "µs" },
        { name: "handler, warm", value: warm.ours, unit: "µs", ratio: { value: warm.ours / warm.bare, to: "bare" } },
        { name: "handler's own share, warm", value: warm.ours - warm.bare, unit: "µs" },
        { name: "bare handler, cold", value: cold.bare, unit: "ms" },
        { name: "handler, cold", value: cold.ours, unit: "ms", ratio: { value: cold.ours / cold.bare, to: "bare" } },
      ];
    } finally {
      await server.terminate();
      fs.rmSync(folder, { recursive: true });
    }
  },
};
