import { expect } from "chai";
import * as fc from "fast-check";
import { schedule, type Task, type TaskEnd } from "../../../tools/platform/schedule";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("the order of tasks", () => {
  it("runs what is needed first, and no more at a time than allowed", async () => {
    const tasks: Task[] = [
      { name: "c", needs: ["a", "b"] },
      { name: "a", needs: [] },
      { name: "b", needs: ["a"] },
      { name: "d", needs: [] },
    ];
    const events: string[] = [];
    const ends = await schedule(tasks, {
      concurrency: 2,
      run: async (name) => {
        events.push(`+${name}`);
        await turn();
        events.push(`-${name}`);
        return true;
      },
    });
    expect(events).to.deep.equal(["+a", "+d", "-a", "+b", "-d", "-b", "+c", "-c"]);
    expect([...ends.values()]).to.deep.equal(Array(4).fill({ state: "run", ok: true }));
  });

  it("skips only what needs a failed one, and names the one that failed, also where it is far", async () => {
    const chain = [
      { name: "third", needs: ["second"] },
      { name: "second", needs: ["first"] },
      { name: "first", needs: [] },
      { name: "other", needs: [] },
    ];
    const ends = await schedule(chain, { concurrency: 1, run: (name) => Promise.resolve(name !== "first") });
    const skipped: TaskEnd = { state: "skipped", because: "first" };
    expect(Object.fromEntries(ends)).to.deep.equal({
      first: { state: "run", ok: false },
      second: skipped,
      third: skipped,
      other: { state: "run", ok: true },
    });
  });

  it("begins nothing more once more have failed than are tolerated", async () => {
    const tasks = ["a", "b", "c", "d"].map((name) => ({ name, needs: [] }));
    const ends = await schedule(tasks, { concurrency: 1, tolerate: 1, run: (name) => Promise.resolve(name === "d") });
    const states = [...ends.values()].map((end) => (end.state === "run" ? end.ok : end.because));
    expect(states).to.deep.equal([false, false, "failures", "failures"]);
  });

  it("waits for what runs when it is cancelled, and begins nothing more", async () => {
    const controller = new AbortController();
    const tasks = ["a", "b"].map((name) => ({ name, needs: [] }));
    const ends = await schedule(tasks, {
      concurrency: 1,
      signal: controller.signal,
      run: async () => {
        controller.abort();
        await turn();
        return true;
      },
    });
    expect(ends.get("a")).to.deep.equal({ state: "run", ok: true });
    expect(ends.get("b")).to.deep.equal({ state: "notStarted", because: "cancelled" });
  });

  it("refuses a circle", async () => {
    const circle = [
      { name: "a", needs: ["b"] },
      { name: "b", needs: ["a"] },
    ];
    const error = await schedule(circle, { concurrency: 1, run: () => Promise.resolve(true) }).catch((e: Error) => e);
    expect((error as Error).message).to.equal("These stacks need each other in a circle: a, b");
  });

  it("holds for any stacks: each ends once, none before what it needs, none because of one it does not need", async () => {
    const graph = fc
      .array(fc.tuple(fc.boolean(), fc.array(fc.nat(), { maxLength: 3 })), { minLength: 1, maxLength: 12 })
      .map((nodes) =>
        nodes.map(([ok, needs], index) => ({
          name: `${index}`,
          ok,
          needs: index === 0 ? [] : [...new Set(needs.map((need) => `${need % index}`))],
        })),
      );
    await fc.assert(
      fc.asyncProperty(graph, fc.integer({ min: 1, max: 5 }), async (tasks, concurrency) => {
        const done: string[] = [];
        let running = 0;
        const byName = new Map(tasks.map((task) => [task.name, task]));
        const ends = await schedule(tasks, {
          concurrency,
          run: async (name) => {
            expect(++running).to.be.at.most(concurrency);
            expect(done).to.include.members(byName.get(name)!.needs);
            await turn();
            running--;
            done.push(name);
            return byName.get(name)!.ok;
          },
        });
        const isGood = ({ name, ok }: { name: string; ok: boolean }) => ends.get(name)!.state === "run" && ok;
        for (const task of tasks) {
          const runs = task.needs.every((need) => isGood(byName.get(need)!));
          expect(ends.get(task.name)!.state).to.equal(runs ? "run" : "skipped");
        }
      }),
      { numRuns: 60 },
    );
  });
});
