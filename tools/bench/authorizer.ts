import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { TokenIssuer } from "../../sandbox/local/token-issuer";
import type { Bench } from "./figure";
import { measureHandler, type HandlerTimes } from "./measure-handler";
import { root } from "./run-node";
import { median } from "./statistics";

const rounds = 9;
const calls = 1000;
const pool = "us-east-1_Bench0001";
const routes = [
  { method: "POST", path: "/addstudentdetails", scopes: ["students/write"] },
  { method: "GET", path: "/getstudentdetails", scopes: ["students/read"] },
];

/** What the policy, the log and the metrics add to verifying a token. */
export const authorizer: Bench = {
  name: "authorizer",
  about: "the Lambda authorizer as deployed, warm and cold, against aws-jwt-verify alone",
  async run() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-bench-"));
    try {
      const issuer = new TokenIssuer(pool);
      const scopes = ["students/read", "students/write"];
      const token = issuer.accessToken({ subject: "user", username: "asha", clientId: "web", scopes });
      const sample = fs.readFileSync(path.join(root, "functions/authorizer/authorize.events/request.json"), "utf8");
      const event = path.join(folder, "event.json");
      const headers = { Authorization: `Bearer ${token}` };
      fs.writeFileSync(event, JSON.stringify({ ...(JSON.parse(sample) as object), headers }));
      const environment = {
        ROUTES: JSON.stringify(routes),
        USER_POOLS: JSON.stringify([{ userPoolId: pool, clientIds: ["web"], region: "us-east-1" }]),
        JWKS: JSON.stringify(issuer.jwks),
      };
      const alone: HandlerTimes[] = [];
      const ours: HandlerTimes[] = [];
      for (let round = 0; round < rounds; round++) {
        alone.push(await measureHandler(folder, "tools/bench/handlers/verify.ts", event, calls, environment));
        ours.push(await measureHandler(folder, "functions/authorizer/authorize.ts", event, calls, environment));
      }
      const of = (times: HandlerTimes[], what: keyof HandlerTimes) => median(times.map((each) => each[what]));
      const warm = { alone: of(alone, "warm") * 1000, ours: of(ours, "warm") * 1000 };
      const cold = { alone: of(alone, "cold"), ours: of(ours, "cold") };
      const to = "aws-jwt-verify";
      return [
        { name: "aws-jwt-verify alone, warm", value: warm.alone, unit: "µs" },
        { name: "authorizer, warm", value: warm.ours, unit: "µs", ratio: { value: warm.ours / warm.alone, to } },
        { name: "aws-jwt-verify alone, cold", value: cold.alone, unit: "ms" },
        { name: "authorizer, cold", value: cold.ours, unit: "ms", ratio: { value: cold.ours / cold.alone, to } },
      ];
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  },
};
