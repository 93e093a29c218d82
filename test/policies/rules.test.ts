import { expect } from "chai";
import { allCases } from "./cases";
import { casesOf, judge } from "./support/run-cases";

describe("policies/rules", () => {
  for (const [service, cases] of Object.entries(allCases)) {
    describe(service, () => {
      for (const { rule, name, resources, expected } of casesOf(cases)) {
        it(`${rule} ${name}`, () => {
          expect(judge(rule, resources)).to.deep.equal([...expected].sort());
        });
      }
    });
  }
});
