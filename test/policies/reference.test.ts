import * as fs from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { policyReference, referenceFile } from "../../tools/policies/reference";
import { rules } from "../../policies/rules";
import { allCases } from "./cases";
import { U, type Cases } from "./support/cases";

describe("policies, described", () => {
  it(`${referenceFile} is what the rules say now`, async () => {
    const written = fs.readFileSync(path.resolve(__dirname, "../..", referenceFile), "utf8");
    expect(written).to.equal(await policyReference());
  });

  it("every rule has a unique name that Pulumi takes, a title, a reason, a fix and types of this provider", () => {
    const names = rules.map(({ name }) => name);
    expect(names).to.have.length(new Set(names).size);
    for (const rule of rules) {
      expect(rule.name).to.match(/^[a-z0-9]+(-[a-z0-9]+)+$/);
      for (const text of [rule.title, rule.why, rule.fix]) expect(text.length, rule.name).to.be.greaterThan(15);
      expect(rule.title, rule.name).not.to.match(/\.$/);
      for (const type of rule.types)
        expect(type, rule.name).to.match(/^aws:[a-z0-9]+\/[A-Za-z0-9]+:[A-Z][A-Za-z0-9]+$/);
    }
  });

  it("every type that a rule names is one of the provider's, or one of its older names", () => {
    const older = ["aws:elasticloadbalancingv2/", "aws:applicationloadbalancing/"];
    const folder = path.dirname(require.resolve("@pulumi/aws/package.json"));
    for (const type of new Set(rules.flatMap(({ types }) => types))) {
      if (older.some((prefix) => type.startsWith(prefix))) continue;
      const [, module] = type.split(":") as [string, string, string];
      const source = fs.readFileSync(path.join(folder, `${module}.js`), "utf8");
      expect(source, type).to.contain(`__pulumiType = '${type}'`);
    }
  });

  it("every rule has cases that it reports and takes, unknown values among them", () => {
    const cases: Cases = Object.assign({}, ...Object.values(allCases));
    expect(Object.keys(cases).sort()).to.deep.equal(rules.map(({ name }) => name).sort());
    for (const [rule, { bad, good }] of Object.entries(cases)) {
      expect(Object.keys(bad), rule).not.to.have.length(0);
      expect(Object.keys(good), rule).not.to.have.length(0);
      expect(holdsUnknown(good) || holdsUnknown(bad), `${rule} has no case with an unknown value`).to.equal(true);
    }
  });
});

function holdsUnknown(value: unknown): boolean {
  if (value === U) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}
