import { expect } from "chai";
import { runChains } from "../../../tools/test/run-chains";

describe("chains of work", () => {
  /** Does the chains, each item taking a turn of the event loop. @returns what began and ended, in order */
  async function done(jobs: number, fails?: string) {
    const events: string[] = [];
    const work = async (item: string) => {
      events.push(`+${item}`);
      await new Promise((resolve) => setImmediate(resolve));
      if (item === fails) throw new Error(`${item} failed`);
      events.push(`-${item}`);
    };
    const error = await runChains([["a", "b"], ["c"], ["d"]], jobs, work).then(
      () => undefined,
      (reason: Error) => reason.message,
    );
    return { events, error };
  }

  it("are done one after another by one", async () => {
    expect((await done(1)).events.join(" ")).to.equal("+a -a +b -b +c -c +d -d");
  });

  it("are done side by side by several, each in its order, begun in theirs", async () => {
    expect((await done(2)).events.join(" ")).to.equal("+a +c -a +b -c +d -b -d");
    expect((await done(9)).events.slice(0, 3)).to.deep.equal(["+a", "+c", "+d"]);
  });

  it("tell of an error when the others have ended", async () => {
    const { events, error } = await done(2, "a");
    expect(error).to.equal("a failed");
    expect(events.join(" ")).to.equal("+a +c -c +d -d");
  });
});
