import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { globSync } from "node:fs";
import { join } from "node:path";
import { bundle, bundleBudget } from "../../components/compute/bundle";

const ROOT = join(__dirname, "../..");

/** Bytes without AWS SDK clients. Raising one needs a reason in the commit; 150 kB is the limit for any. */
const BUDGETS = {
  "functions/students/add.ts": 75_000,
  "functions/students/get.ts": 75_000,
  "functions/users/get.ts": 85_000,
  "functions/users/replace.ts": 95_000,
  "functions/users/merge.ts": 95_000,
  "functions/users/remove.ts": 75_000,
  "functions/intake/store.ts": 80_000,
  "functions/alarms/digest.ts": 80_000,
  "functions/alarms/mail.ts": 80_000,
  "functions/announcements/announce.ts": 130_000,
  "functions/authorizer/authorize.ts": 85_000,
  "functions/keyed/ping.ts": 75_000,
  "functions/probe/ask.ts": 40_000,
  "functions/release/start.ts": 75_000,
  "functions/release/wait.ts": 75_000,
  "functions/release/probe.ts": 75_000,
  "functions/etl/load.ts": 82_000,
  "functions/relational/migrate.ts": 75_000,
  "functions/transfer/seed.ts": 80_000,
  "functions/tuning/prepare.ts": 90_000,
  "functions/tuning/measure.ts": 85_000,
  "functions/tuning/analyze.ts": 80_000,
  "functions/tuning/clean.ts": 85_000,
  "functions/events/ingest.ts": 70_000,
  // Half of these two is what takes records of the Kinesis Producer Library apart.
  "functions/events/route.ts": 149_000,
  "functions/trends/count.ts": 145_000,
  "functions/events/store.ts": 75_000,
  "functions/events/deliver.ts": 125_000,
  // For records that were given up: they are kept one by one, with the ids that the router gave them.
  "functions/events/keep-failed.ts": 149_000,
  "functions/events/replay.ts": 80_000,
  "functions/trends/report.ts": 80_000,
};

/** The driver of MySQL names every error of MySQL, which alone is 148 kB; whoever carries it has a budget of its own. */
const DRIVER_BUDGETS = { "functions/relational/records.ts": 430_000 };

describe("the bundle of a handler", function () {
  this.timeout(60_000);

  it("is within its budget", () => {
    expect(Math.max(...Object.values(BUDGETS))).to.be.below(150_000);
    bundleBudget({ ...BUDGETS, ...DRIVER_BUDGETS });
  });

  it("holds the handler, and no template, model or part of the sandbox", async () => {
    for (const entry of Object.keys(BUDGETS)) {
      const assets = (await bundle(entry).code.assets) as Record<string, pulumi.asset.StringAsset>;
      expect(Object.keys(assets)).to.deep.equal(["index.js"]);
      const code = await assets["index.js"]!.text;
      expect(code.length, entry).to.be.above(10_000);
      expect(code, entry).to.match(/handler/);
      // With what follows it in the template: the client of SQS has a type of that name.
      expect(code, entry).not.to.match(/#set\(|SendMessageBatchRequestEntry\.\$|draft-04|velocity/i);
    }
  });

  it("holds no AWS client where the handler calls none", () => {
    expect(bundle("functions/authorizer/authorize.ts").bytes).to.be.below(100_000);
  });

  it("speaks MySQL without tables of characters and authorities, which are most of its driver", async () => {
    const assets = (await bundle("functions/relational/records.ts").code.assets) as Record<
      string,
      pulumi.asset.StringAsset
    >;
    const code = await assets["index.js"]!.text;
    expect(code).to.contain("Bundles leave the encoding").and.contain("Bundles leave the authorities");
    expect(code).not.to.match(/shiftjis|BEGIN CERTIFICATE/i);
  });

  it("exists for every sample event, and the other way round", () => {
    const samples = globSync("functions/*/*.events/*.json", { cwd: ROOT });
    const sampled = new Set(samples.map((path) => path.replace(/\.events\/.*$/, ".ts")));
    expect([...sampled].sort()).to.include.members(Object.keys(BUDGETS).sort());
  });
});
