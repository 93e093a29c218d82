import { expect } from "chai";
import { InOrderOutput } from "../../../tools/test/in-order-output";

describe("output of suites that run side by side", () => {
  function output(...names: string[]) {
    const written: string[] = [];
    return { written, output: new InOrderOutput(names, (text) => written.push(text)) };
  }

  it("passes on the first at once, line by line, and keeps the others", () => {
    const { written, output: both } = output("one", "two");
    both.add("two", "kept\n");
    both.add("one", "a li");
    expect(written).to.deep.equal([]);
    both.add("one", "ne\nand");
    expect(written).to.deep.equal(["a line\n"]);
  });

  it("gives what was kept when those before have ended, and then goes on at once", () => {
    const { written, output: both } = output("one", "two");
    both.add("two", "early\n");
    both.add("one", "unfinished");
    both.end("one");
    expect(written).to.deep.equal(["unfinished\n", "early\n"]);
    both.add("two", "late\n");
    expect(written.at(-1)).to.equal("late\n");
  });

  it("gives all of those that ended before it was their turn, in order", () => {
    const { written, output: three } = output("one", "two", "three");
    for (const name of ["three", "two", "one"]) {
      three.add(name, `${name}\n`);
      three.end(name);
    }
    expect(written).to.deep.equal(["one\n", "two\n", "three\n"]);
  });

  it("takes nothing of a suite that is not expected or has ended", () => {
    const { output: one } = output("one");
    expect(() => one.add("other", "text")).to.throw("other");
    one.end("one");
    expect(() => one.add("one", "text")).to.throw("No output is expected of one, or no more");
  });
});
