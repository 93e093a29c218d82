import { expect } from "chai";
import { metricMath } from "../../../tools/alarms/metric-math";

describe("metric math", () => {
  it("computes period by period, with operators by their rank", () => {
    expect(metricMath("1 + 2 * a - b / 2", { a: [1, 2], b: [2, 4] })).to.deep.equal([2, 3]);
    expect(metricMath("-(a + 1) * 2", { a: [1] })).to.deep.equal([-4]);
    expect(metricMath("a > 1 AND b < 3 || a == 9", { a: [1, 2, 9], b: [0, 0, 9] })).to.deep.equal([0, 1, 1]);
    expect(metricMath("7", { a: [1, 2] })).to.deep.equal([7, 7]);
  });

  it("has no datapoint where an operand has none, or where it would divide by zero", () => {
    expect(metricMath("a / b", { a: [1, undefined, 1], b: [2, 2, 0] })).to.deep.equal([0.5, undefined, undefined]);
    expect(metricMath("IF(a > 0, b, 0)", { a: [1, undefined, 0], b: [5, 5, 5] })).to.deep.equal([5, undefined, 0]);
    expect(metricMath("IF(a > 0, b, 0)", { a: [0, 1], b: [undefined, undefined] })).to.deep.equal([0, undefined]);
  });

  it("fills what is missing with a number or with the last datapoint", () => {
    expect(metricMath("FILL(a, 0)", { a: [undefined, 3] })).to.deep.equal([0, 3]);
    expect(metricMath("FILL(a, REPEAT)", { a: [undefined, 3, undefined] })).to.deep.equal([undefined, 3, 3]);
  });

  it("adds up several series by period, and one over its periods", () => {
    expect(metricMath("SUM([a, b])", { a: [1, undefined], b: [2, 5] })).to.deep.equal([3, 5]);
    expect(metricMath("MAX([FILL(a, 0), 4])", { a: [undefined, 9] })).to.deep.equal([4, 9]);
    expect(metricMath("a / SUM(a)", { a: [1, 3] })).to.deep.equal([0.25, 0.75]);
  });

  it("says what it does not understand", () => {
    const failure = (expression: string) => {
      try {
        return String(metricMath(expression, { a: [1] }));
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(failure("a + c")).to.contain('there is no metric "c"');
    expect(failure("RATE(a)")).to.contain("the function RATE is not supported");
    expect(failure("(a + 1")).to.contain('")" is expected, not "the end"');
    expect(failure("a a")).to.contain('"a" is not expected');
    expect(failure("a +")).to.contain("it ends too early");
    expect(failure("[a, a]")).to.contain("is a list of series");
  });
});
