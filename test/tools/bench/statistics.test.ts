import { expect } from "chai";
import { byTurns, median } from "../../../tools/bench/statistics";

describe("a bench's statistics", () => {
  it("know the middle", () => {
    expect(median([3, 1, 2])).to.equal(2);
    expect(median([10, 1, 2, 3])).to.equal(2.5);
    expect(median([1, 1, 1000])).to.equal(1);
    expect(() => median([])).to.throw("nothing");
  });

  it("measure by turns", async () => {
    const order: string[] = [];
    const measure = (name: string, values: number[]) => () => {
      order.push(name);
      return values.shift()!;
    };
    const took = await byTurns(3, { a: measure("a", [1, 9, 2]), b: measure("b", [30, 20, 10]) });
    expect(took).to.deep.equal({ a: 2, b: 20 });
    expect(order.join("")).to.equal("ababab");
  });
});
