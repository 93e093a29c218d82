import { expect } from "chai";
import { bottlenecks } from "../../../tools/load/bottlenecks/find-bottlenecks";
import type { Bottleneck } from "../../../tools/load/bottlenecks/bottleneck";
import type { Figures } from "../../../tools/load/figures/figures";
import { openLoop, type Schedule } from "../../../tools/load/open-loop";
import { refused } from "../../../tools/load/targets/http-call";
import { FakeSystem, type Limits } from "./support/fake-system";
import { SimulatedClock } from "./support/simulated-clock";

const schedule: Schedule = { rate: 60, seconds: 1, concurrency: 40, timeoutSeconds: 5 };

/** Loads a system that has these limits, and tells what is found. */
async function load(limits: Limits, more: Partial<Schedule> = {}): Promise<{ found: Bottleneck[]; figures: Figures }> {
  const clock = new SimulatedClock();
  const system = new FakeSystem(limits, clock);
  if (limits.consumes !== undefined) void system.consume();
  const call = async () => {
    const { status, body } = await system.answer();
    return status === 200 ? { ok: true, kind: "200" } : refused(status, "", JSON.stringify(body));
  };
  const asked = { ...schedule, ...more };
  const calls = await clock.until(openLoop(asked, call, { clock }));
  const figures = system.figures(asked, calls);
  return { found: bottlenecks(figures), figures };
}

const LIMITS = {
  none: [{}],
  rateLimit: [{ rateLimit: 10 }],
  quota: [{ quota: 30 }],
  concurrency: [{ reservedConcurrency: 2, milliseconds: 200 }],
  table: [{ tableWrites: 15 }],
  slowFunction: [{ milliseconds: 25, lanes: 1 }, { concurrency: 200 }],
  consumer: [{ consumes: 5 }],
  failingService: [{ service: { fails: true, milliseconds: 50 } }],
  slowService: [{ service: { milliseconds: 2500 } }],
  generator: [{ milliseconds: 30 }, { concurrency: 1 }],
  broken: [{ broken: true }],
  // The rate rises past what the consumer takes at once, and past the rate limit only later.
  two: [
    { rateLimit: 55, consumes: 2 },
    { from: 20, rate: 140, seconds: 2 },
  ],
} satisfies Record<string, [Limits, Partial<Schedule>?]>;

describe("the first bottleneck of a system under load", () => {
  type Name = keyof typeof LIMITS;
  let loads: Record<Name, ReturnType<typeof load>>;
  const first = async (name: Name) => (await loads[name]).found[0];

  before(() => {
    const entries = Object.entries<[Limits, Partial<Schedule>?]>(LIMITS).map(([name, args]) => [name, load(...args)]);
    loads = Object.fromEntries(entries) as typeof loads;
  });
  after(() => Promise.allSettled(Object.values(loads)));

  it("is none where everything is taken", async () => {
    expect((await loads.none).found).to.deep.equal([]);
  });

  it("is the gateway's rate limit, with what it let through", async () => {
    const found = await first("rateLimit");
    expect(found).to.include({ kind: "rate limit of the API" });
    expect(found!.evidence.join("\n"))
      .to.match(/\d+ of 60 calls were answered "429 Too Many Requests"/)
      .and.contain("no function behind it throttled any");
  });

  it("is the quota of the usage plan", async () => {
    const found = await first("quota");
    expect(found).to.include({ kind: "quota of the API", part: "usage plan" });
    expect(found!.evidence).to.deep.equal(['30 of 60 calls were answered "429 Limit Exceeded"']);
  });

  it("is the function's reserved concurrency, with the reservation", async () => {
    const { found } = await loads.concurrency;
    expect(found.map(({ kind }) => kind)).to.deep.equal(["concurrency of a function"]);
    expect(found[0]!.part).to.equal("answer");
    expect(found[0]!.evidence).to.include("reserved for it are 2 executions at once");
  });

  it("is the table, and not the function whose calls fail by it", async () => {
    const { found } = await loads.table;
    expect(found.map(({ kind }) => kind)).to.deep.equal(["throughput of a table"]);
    expect(found[0]!.evidence.join("\n"))
      .to.match(/DynamoDB throttled \d+ reads and writes/)
      .and.match(/\d+ errors ProvisionedThroughputExceededException in the log of answer/);
  });

  it("is the function's own time where it becomes slow under load", async () => {
    const found = await first("slowFunction");
    expect(found).to.include({ kind: "a function's own time", part: "answer" });
  });

  it("is the consumer of a queue that grows", async () => {
    const found = await first("consumer");
    expect(found).to.include({ kind: "a queue's consumer", part: "consume" });
    expect(found!.evidence[0]).to.match(/^\d+ entries waited or were under way in the queue queue/);
  });

  it("is the third party's service, whether it fails or is slow", async () => {
    const failing = await first("failingService");
    expect(failing).to.include({ kind: "third party's service", part: "the service that deliver calls" });
    expect(failing!.evidence[0]).to.equal("60 attempts to call it failed");
    const slow = await first("slowService");
    expect(slow).to.include({ kind: "third party's service" });
    expect(slow!.evidence).to.include(
      "deliver, which does little else, took 2500 ms on average and 2500 ms at most of its 30 s",
    );
  });

  it("is the generator where calls wait for their turn and answers are as fast as ever", async () => {
    const found = await first("generator");
    expect(found).to.include({ kind: "the load generator", part: "--concurrency 1" });
  });

  it("is told to be unexplained where nothing that was measured says why", async () => {
    const found = await first("broken");
    expect(found).to.include({ kind: "failures, unexplained" });
    expect(found!.evidence).to.deep.equal(["60 of 60 calls failed: 502", "nothing that was measured says why"]);
  });

  it("is the one that showed first, and the others are told too", async () => {
    const { found } = await loads.two;
    expect(found.map(({ kind }) => kind)).to.deep.equal(["a queue's consumer", "rate limit of the API"]);
    expect(found[0]!.since).to.be.below(found[1]!.since);
  });

  it("is the emulator only where calls suffer while it uses a processor up", async () => {
    const cores = [{ name: "ministack", cores: [{ at: 0, value: 0.98 }] }];
    const well = await loads.none;
    expect(bottlenecks({ ...well.figures, emulators: cores })).to.deep.equal([]);
    const slow = await loads.slowFunction;
    const [found, ...others] = bottlenecks({ ...slow.figures, emulators: cores });
    expect(found).to.include({ kind: "the emulator", part: "ministack" });
    expect(found!.evidence[0]).to.equal("ministack used 0.98 of one processor, and works on one");
    expect(others).to.deep.equal([]);
    const idle = [{ name: "ministack", cores: [{ at: 0, value: 0.1 }] }];
    const [busy] = bottlenecks({ ...slow.figures, emulators: idle, machineIdle: [{ at: 0, value: 0.01 }] });
    expect(busy).to.include({ kind: "the emulator", part: "this machine" });
  });
});
