import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { dueTimes, openLoop } from "../../../tools/load/open-loop";
import { percentiles, totals } from "../../../tools/load/statistics";

const ok = { ok: true, kind: "200" };

describe("the load generator's schedule", () => {
  it("has calls due at the rate, evenly", () => {
    const due = dueTimes({ rate: 4, seconds: 2, concurrency: 1, timeoutSeconds: 1 });
    expect(due).to.deep.equal([0, 250, 500, 750, 1000, 1250, 1500, 1750]);
  });

  it("rises evenly from one rate to another", () => {
    const due = dueTimes({ from: 0, rate: 20, seconds: 10, concurrency: 1, timeoutSeconds: 1 });
    expect(due).to.have.length(100);
    // A quarter of the calls in the first half of the time.
    expect(due.filter((each) => each < 5000)).to.have.length(25);
    expect(due.at(-1)).to.be.below(10_000);
  });

  it("does not spare a system that is slow: the wait for a turn counts", async () => {
    const schedule = { rate: 50, seconds: 0.4, concurrency: 1, timeoutSeconds: 5 };
    const calls = await openLoop(schedule, async () => sleep(60).then(() => ok));
    const { latency, service, sent } = totals(calls, schedule.seconds);
    expect(sent).to.equal(20);
    expect(service!.p50).to.be.within(50, 300);
    // The last of twenty calls of 60 ms was due at 380 ms and ended after 1200.
    expect(latency!.max).to.be.greaterThan(750);
  });

  it("never has more under way than allowed", async () => {
    let underWay = 0;
    let most = 0;
    await openLoop({ rate: 300, seconds: 0.3, concurrency: 7, timeoutSeconds: 5 }, async () => {
      most = Math.max(most, ++underWay);
      await sleep(30);
      underWay--;
      return ok;
    });
    expect(most).to.equal(7);
  });

  it("counts what was thrown by its name, and what never got its turn", async () => {
    const calls = await openLoop({ rate: 20, seconds: 0.2, concurrency: 1, timeoutSeconds: 0.1 }, async (index) => {
      if (index === 0) throw new RangeError("no");
      await sleep(2000, undefined, { ref: false });
      return ok;
    });
    const { errors, sent, due } = totals(calls, 0.2);
    expect(due).to.equal(4);
    expect(sent).to.equal(2);
    expect(errors).to.deep.equal([
      { kind: "not sent", count: 2 },
      { kind: "RangeError", count: 1 },
      { kind: "time-out", count: 1 },
    ]);
  });

  it("ends early where it is told to, with what was sent", async () => {
    const ended = new AbortController();
    const calls = await openLoop(
      { rate: 100, seconds: 60, concurrency: 5, timeoutSeconds: 1 },
      (index) => {
        if (index === 9) ended.abort();
        return Promise.resolve(ok);
      },
      { signal: ended.signal },
    );
    expect(calls.length).to.be.within(10, 60);
    expect(calls.every((call) => call.ok)).to.equal(true);
  });

  it("takes percentiles from values that were measured", () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentiles(values)).to.deep.equal({ p50: 50, p90: 90, p95: 95, p99: 99, max: 100 });
    expect(percentiles([])).to.equal(undefined);
  });
});
