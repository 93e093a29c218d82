import { expect } from "chai";
import { orchestrate, type OrchestrateOptions } from "../../../tools/platform/orchestrate";
import { readRunRecord } from "../../../tools/platform/run-record";
import { exitCodeOf } from "../../../tools/platform/run-report";
import type { StackOutcome } from "../../../tools/platform/stack-runner";
import { noDisplay, SimulatedRunner, stackOf, temporaryFolder } from "./support/simulated";

const stacks = [
  stackOf("management"),
  stackOf("security", ["management"]),
  stackOf("dev", ["management", "security"]),
  stackOf("prod", ["management", "security"]),
];
const good: StackOutcome = { ok: true, changes: { create: 2 } };

describe("one thing in every account", () => {
  const { folder, remove } = temporaryFolder();
  after(remove);

  function run(runner: SimulatedRunner, more: Partial<OrchestrateOptions> = {}) {
    return orchestrate({
      verb: "up",
      stacks,
      runner,
      display: noDisplay,
      concurrency: 4,
      folder,
      fingerprintOf: () => "same",
      signal: new AbortController().signal,
      ...more,
    });
  }
  const statesOf = (report: Awaited<ReturnType<typeof run>>) =>
    Object.fromEntries(report.stacks.map(({ stack, state }) => [stack, state]));

  it("deploys in the order of needs, and removes in the reverse order", async () => {
    const up = new SimulatedRunner(() => good);
    const report = await run(up);
    expect(up.asked).to.deep.equal(["management", "security", "dev", "prod"]);
    expect(report.stacks.map(({ changes }) => changes)).to.deep.equal(Array(4).fill({ create: 2 }));
    expect(exitCodeOf(report)).to.equal(0);
    const down = new SimulatedRunner(() => good);
    await run(down, { verb: "destroy" });
    expect(down.asked).to.deep.equal(["prod", "dev", "security", "management"]);
  });

  it("previews and refreshes all at once: nothing waits for another there", async () => {
    for (const verb of ["preview", "refresh"] as const) {
      const runner = new SimulatedRunner((name) => (name === "management" ? { ok: false, message: "no" } : good));
      const report = await run(runner, { verb });
      expect(runner.most).to.equal(4);
      expect(statesOf(report)).to.include({ management: "failed", security: "succeeded", prod: "succeeded" });
      expect(exitCodeOf(report)).to.equal(1);
    }
  });

  it("goes on where one account fails, and finishes only what is missing when it is resumed", async () => {
    const first = await run(new SimulatedRunner((name) => (name === "dev" ? { ok: false, message: "denied" } : good)));
    expect(statesOf(first)).to.deep.equal({
      management: "succeeded",
      security: "succeeded",
      dev: "failed",
      prod: "succeeded",
    });
    expect(first.stacks[2]!.message).to.equal("denied");
    const second = new SimulatedRunner(() => good);
    const report = await run(second, { resume: true });
    expect(second.asked).to.deep.equal(["dev"]);
    expect(statesOf(report)).to.include({ management: "alreadyDone", dev: "succeeded" });
    expect(exitCodeOf(report)).to.equal(0);
    const third = new SimulatedRunner(() => good);
    await run(third, { resume: true });
    expect(third.asked).to.deep.equal([]);
  });

  it("skips what needs a failed one, and says which one that is", async () => {
    const runner = new SimulatedRunner((name) => ({ ok: name !== "security", message: "denied" }));
    const { stacks: reports } = await run(runner);
    expect(runner.asked).to.deep.equal(["management", "security"]);
    expect(reports[3]).to.include({ stack: "prod", state: "skipped", message: "it needs security, which failed" });
  });

  it("does again what was done with another program or configuration", async () => {
    await run(new SimulatedRunner(() => good));
    const runner = new SimulatedRunner(() => good);
    await run(runner, { resume: true, fingerprintOf: (stack) => (stack === "prod" ? "changed" : "same") });
    expect(runner.asked).to.deep.equal(["prod"]);
  });

  it("knows after a crash what was under way", async () => {
    let inTheMiddle: ReturnType<typeof readRunRecord>;
    await run(
      new SimulatedRunner((name) => {
        if (name === "security") inTheMiddle = readRunRecord(folder, "up");
        return good;
      }),
    );
    const states = Object.values(inTheMiddle!.stacks).map(({ state }) => state);
    expect(states).to.deep.equal(["succeeded", "running", "waiting", "waiting"]);
  });

  it("tells what was cancelled from what failed, and what was not begun", async () => {
    const controller = new AbortController();
    const runner = new SimulatedRunner((_name, signal) => {
      controller.abort();
      return { ok: !signal.aborted, message: "cancelled by the engine" };
    });
    const report = await run(runner, { signal: controller.signal });
    expect(statesOf(report)).to.include({ management: "cancelled", prod: "notStarted" });
    expect(exitCodeOf(report)).to.equal(130);
    expect(readRunRecord(folder, "up")!.stacks["management"]!.state).to.equal("failed");
  });

  it("takes a runner that breaks for a failure of that stack alone", async () => {
    const runner = new SimulatedRunner((name) => {
      if (name === "dev") throw new Error("broken");
      return good;
    });
    const report = await run(runner);
    expect(statesOf(report)).to.include({ dev: "failed", prod: "succeeded" });
    expect(report.stacks[2]!.message).to.equal("broken");
  });
});

describe("fifty accounts, simulated", () => {
  const { folder, remove } = temporaryFolder();
  after(remove);
  const accounts = Array.from({ length: 50 }, (_, index) => stackOf(`account-${index}`));
  const options = { verb: "up", stacks: accounts, display: noDisplay, folder, fingerprintOf: () => "same" } as const;
  const work = () => new Promise<StackOutcome>((resolve) => setTimeout(() => resolve(good), 5));

  it("takes N/c rounds, and never works on more than it may", async () => {
    for (const concurrency of [5, 10, 25]) {
      let waiting: ((outcome: StackOutcome) => void)[] = [];
      let rounds = 0;
      // A round ends when as many are under way as may be: no clock, which a busy machine would spoil.
      const runner = new SimulatedRunner(
        () =>
          new Promise((resolve) => {
            waiting.push(resolve);
            if (waiting.length < concurrency) return;
            rounds++;
            const ended = waiting;
            waiting = [];
            for (const end of ended) end(good);
          }),
      );
      await orchestrate({ ...options, runner, concurrency, signal: new AbortController().signal });
      expect(runner.most).to.equal(concurrency);
      expect(rounds).to.equal(50 / concurrency);
    }
  });

  it("does forty-nine where one fails, and that one alone the second time", async () => {
    const fails = new SimulatedRunner((name) => (name === "account-7" ? { ok: false, message: "denied" } : work()));
    const signal = new AbortController().signal;
    const first = await orchestrate({ ...options, runner: fails, concurrency: 10, signal });
    expect(first.stacks.filter(({ state }) => state === "succeeded")).to.have.length(49);
    const second = new SimulatedRunner(work);
    await orchestrate({ ...options, runner: second, concurrency: 10, signal, resume: true });
    expect(second.asked).to.deep.equal(["account-7"]);
  });
});
