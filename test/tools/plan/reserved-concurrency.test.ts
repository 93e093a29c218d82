import { expect } from "chai";
import { reservedConcurrency } from "../../../tools/plan/reserved-concurrency";
import { unknown } from "../../../tools/plan/recorded-resource";
import { recorded } from "./fixture";

const lambda = (name: string, executions: unknown, provider?: string) =>
  recorded("aws:lambda/function:Function", name, { reservedConcurrentExecutions: executions }, provider);

describe("reserved concurrency", () => {
  it("is added up and held against the limit less what AWS keeps unreserved", () => {
    const exact = reservedConcurrency([lambda("a", 300), lambda("b", 600)], 1000);
    expect(exact).to.deep.equal({
      reserved: 900,
      reservable: 900,
      functions: [
        { name: "b", executions: 600 },
        { name: "a", executions: 300 },
      ],
    });
    const over = reservedConcurrency([lambda("a", 300), lambda("b", 601)], 1000);
    expect(over.problem).to.contain("reserve 901").and.to.contain("b 601, a 300");
  });

  it("is nothing that a new account has", () => {
    expect(reservedConcurrency([lambda("a", 1)], 10)).to.deep.include({ reservable: 0 });
    expect(reservedConcurrency([lambda("a", 1)], 10).problem).to.contain("its limit is 10");
    expect(reservedConcurrency([lambda("a", undefined)], 10).problem).to.equal(undefined);
  });

  it("counts each region for itself, since the limit does", () => {
    const both = [lambda("a", 600, "eu::id"), lambda("b", 600, "us::id")];
    expect(reservedConcurrency(both, 1000).problem).to.equal(undefined);
  });

  it("counts functions of one name twice, and what reserves nothing not at all", () => {
    const twins = [lambda("a", 500), lambda("a", 500), lambda("off", 0), lambda("none", -1), lambda("later", unknown)];
    expect(reservedConcurrency(twins, 1000).reserved).to.equal(1000);
  });
});
