import { expect } from "chai";
import type { RunReport, StackReport } from "../../../tools/platform/run-report";
import { stackDisplay } from "../../../tools/platform/stack-display";
import { summaryTable } from "../../../tools/platform/summary-table";

const report = (stack: string, more: Partial<StackReport> = {}): StackReport => ({
  stack,
  account: stack,
  accountId: "111122223333",
  state: "succeeded",
  seconds: 61.4,
  changes: { create: 3, same: 200 },
  ...more,
});

describe("what a run shows", () => {
  let said: string[];
  let time: number;
  beforeEach(() => {
    said = [];
    time = 100_000;
  });
  const display = (more: { isTTY?: boolean; columns?: number; rows?: number } = {}) =>
    stackDisplay({ ...more, write: (text) => said.push(text) }, () => time);

  it("is plain lines in a log: what happens, and now and then how far a stack is", () => {
    const shown = display();
    shown.begin(["dev"]);
    shown.change("dev", "started");
    shown.progress("dev", "10 resources done");
    time += 31_000;
    shown.progress("dev", "20 resources done");
    shown.finish(report("dev"));
    shown.finish(report("prod", { state: "failed", message: "no credentials\nmore" }));
    shown.end();
    expect(said).to.deep.equal([
      "dev: started\n",
      "dev: 20 resources done\n",
      "dev: done in 61 s, 3 created, 200 unchanged\n",
      "prod: failed: no credentials\n",
    ]);
  });

  it("is one line per stack that changes in place on a terminal, never wider than it", () => {
    const shown = display({ isTTY: true, columns: 20 });
    shown.begin(["dev", "prod"]);
    expect(said.join("")).to.equal("\x1b[Jdev   waits\nprod  waits\n");
    said = [];
    shown.change("dev", "started with many words");
    expect(said.join("")).to.equal("\x1b[2A\x1b[Jdev   started with \nprod  waits\n");
    said = [];
    shown.progress("dev", "too soon to be drawn");
    expect(said).to.deep.equal([]);
    time += 200;
    shown.progress("dev", "5 done");
    expect(said.join("")).to.contain("dev   5 done\n");
  });

  it("shows those under way where a terminal has fewer lines than there are stacks", () => {
    const shown = display({ isTTY: true, rows: 4, columns: 80 });
    const stacks = Array.from({ length: 50 }, (_, index) => `account-${index}`);
    shown.begin(stacks);
    shown.change("account-41", "started");
    expect(said.at(-1)!.match(/\n/g)).to.have.length(1);
    expect(said.at(-1)).to.contain("account-41  started");
  });

  it("ends with one table, the reasons, and how to go on", () => {
    const run: RunReport = {
      verb: "up",
      startedAt: "2026-01-01T00:00:00Z",
      seconds: 90,
      concurrency: 4,
      cancelled: false,
      stacks: [
        report("management"),
        report("dev", { state: "failed", message: "denied\nsaid the engine", changes: {} }),
        report("prod", { state: "skipped", seconds: 0, changes: {}, message: "it needs dev, which failed" }),
      ],
    };
    expect(summaryTable(run)).to.equal(`STACK       ACCOUNT                  STATE    TIME  CHANGES
management  management 111122223333  done     61 s  3 created, 200 unchanged
dev         dev 111122223333         FAILED   61 s
prod        prod 111122223333        skipped

dev: denied
  said the engine
prod: it needs dev, which failed

up: 1 of 3 stacks done in 90 s. Finish the rest with: npm run platform -- up --resume`);
    expect(summaryTable({ ...run, stacks: run.stacks.slice(0, 1) })).to.contain("up: 1 of 1 stack done in 90 s.");
  });
});
