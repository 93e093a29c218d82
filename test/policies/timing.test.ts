import { expect } from "chai";
import { runPack } from "../../policies/run-in-process";
import type { RecordedResource } from "../../tools/plan/recorded-resource";
import { allCases } from "./cases";
import { casesOf } from "./support/run-cases";

const cases = casesOf(...Object.values(allCases));

/** The resources of all cases over and over, each time under names of their own. */
function many(count: number): RecordedResource[] {
  const result: RecordedResource[] = [];
  for (let round = 0; result.length < count; round++) {
    for (const { resources } of cases) {
      for (const each of resources) result.push(renamed(each, `${round}-${result.length}`));
      if (result.length >= count) break;
    }
  }
  return result.slice(0, count);
}

function renamed(resource: RecordedResource, suffix: string): RecordedResource {
  const rename = (urn: string) => `${urn}-${suffix}`;
  return {
    ...resource,
    name: `${resource.name}-${suffix}`,
    urn: rename(resource.urn),
    inputs: {
      ...resource.inputs,
      ...(typeof resource.inputs["name"] === "string" && { name: `${resource.inputs["name"]}-${suffix}` }),
    },
  };
}

/** Of the processor, which other suites share; the pack waits for nothing. */
function milliseconds(resources: RecordedResource[]): number {
  const before = process.cpuUsage();
  runPack(resources, { exceptions: [] });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe("policies/run-in-process, timed", function () {
  this.timeout(60_000);

  it("judges 1,000 resources in a second, and takes time in proportion for 20,000", () => {
    const [few, lots] = [many(1000), many(20_000)];
    runPack(few, { exceptions: [] });
    const fast = Math.min(milliseconds(few), milliseconds(few), milliseconds(few));
    expect(fast).to.be.lessThan(1000);
    // Twenty times the resources; double that again is left for the collector and a busy machine. Quadratic would be 400.
    expect(milliseconds(lots)).to.be.lessThan(40 * Math.max(fast, 25));
  });
});
