import { expect } from "chai";
import { execFile } from "node:child_process";
import * as path from "node:path";
import type { Report } from "../../../tools/load/report";
import { targets } from "../../../tools/load/targets";

const root = path.resolve(__dirname, "../../..");

/** Runs `npm run load -- …` as a user does. */
function load(...args: string[]): Promise<{ code: number; report: Report; stderr: string }> {
  return new Promise((resolve, reject) => {
    const command = ["--require", "tsx/cjs", "tools/load/main.ts", ...args, "--json"];
    execFile(process.execPath, command, { cwd: root }, (error, stdout, stderr) => {
      if (!stdout.startsWith("{")) return reject(new Error(`npm run load -- ${args.join(" ")}: ${stderr}${stdout}`));
      resolve({ code: error ? Number(error.code) : 0, report: JSON.parse(stdout) as Report, stderr });
    });
  });
}

/** A rate that every system has to bear, also on a machine that does other things. */
const BORNE = ["--rate", "5", "--duration", "4", "--max-errors", "0"];

function bears(target: string, { code, report, stderr }: Awaited<ReturnType<typeof load>>): void {
  const { totals, throttles, functions, backlogs } = report;
  const told = JSON.stringify(report, undefined, 1);
  expect({ target, code, sent: totals.sent, taken: totals.ok, throttles }, `${stderr}${told}`).to.deep.equal({
    target,
    code: 0,
    sent: 20,
    taken: 20,
    throttles: {},
  });
  expect(
    functions.filter(({ errors }) => errors > 0),
    told,
  ).to.deep.equal([]);
  expect(
    backlogs.filter(({ left }) => left !== 0),
    told,
  ).to.deep.equal([]);
}

describe("load on what was deployed", function () {
  this.timeout(240_000);

  for (const { name, about } of targets.filter(({ isHttp }) => isHttp)) {
    it(`is borne by ${name}: ${about}`, async () => bears(name, await load(name, ...BORNE)));
  }

  it("is borne by the streams and the state machine, all at once", async () => {
    const names = targets.filter(({ isHttp }) => !isHttp).map(({ name }) => name);
    expect(names).to.deep.equal(["feed", "transfer", "trends"]);
    const runs = await Promise.all(names.map((name) => load(name, ...BORNE)));
    runs.forEach((run, index) => bears(names[index]!, run));
  });

  it("is held back by the limit of a client's plan, which is named, and fails what allows no errors", async () => {
    const { code, report, stderr } = await load("keyed", "--rate", "25", "--duration", "8", "--max-errors", "0");
    const { bottleneck, others, totals } = report;
    expect(code).to.equal(1);
    expect(stderr).to.match(/% of the calls failed; 0 % are allowed\./);
    expect([bottleneck, ...others].map((each) => each?.kind)).to.include("rate limit of the API");
    expect(totals.errors.map(({ kind }) => kind)).to.deep.equal(["429 THROTTLED"]);
    expect(totals.ok).to.be.greaterThan(0);
  });
});
