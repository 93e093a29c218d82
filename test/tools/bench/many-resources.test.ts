import { expect } from "chai";
import { runPack } from "../../../policies/run-in-process";
import { manyResources } from "../../../tools/bench/many-resources";
import { recordProgram } from "../../../tools/plan/program-recorder";
import { smallProgram } from "../plan/fixture";

describe("a stack of any size", () => {
  const options = { project: "platform", stack: "dev", preview: true, assumeOutputs: true };

  it("has the count, distinct URNs, and references within each copy", async () => {
    const { resources } = await recordProgram(smallProgram(), options);
    const many = manyResources(resources, 3 * resources.length - 1);
    expect(many).to.have.length(3 * resources.length - 1);
    const urns = new Set(many.map(({ urn }) => urn));
    expect(urns.size).to.equal(many.length);
    for (const { parent, dependsOn, propertyDependencies } of many) {
      for (const urn of [...(parent ? [parent] : []), ...dependsOn, ...Object.values(propertyDependencies).flat()]) {
        expect(urns).to.include(urn);
      }
    }
    const policies = many.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
    expect(policies.map(({ inputs }) => /table\/(Students-\d)"/.exec(inputs["policy"] as string)?.[1])).to.deep.equal([
      "Students-0",
      "Students-1",
      "Students-2",
    ]);
  });

  it("breaks the rules that the program breaks, as many times", async () => {
    const { resources } = await recordProgram(smallProgram(), options);
    const rulesOf = (count: number) =>
      runPack(manyResources(resources, count * resources.length), { exceptions: [] })
        .map(({ rule }) => rule)
        .sort();
    const once = rulesOf(1);
    expect(once).to.not.deep.equal([]);
    expect(rulesOf(3)).to.deep.equal(once.flatMap((rule) => [rule, rule, rule]));
  });
});
