import { expect } from "chai";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Metric } from "../../../components/observability/monitoring";
import { systems } from "../../../stacks/systems";
import type { System, SystemResult } from "../../../stacks/systems/system";
import { workload } from "../../../stacks/workload";
import { record } from "../../support/record";
import { load, platformYaml } from "../config/fixture";

const ROOT = join(__dirname, "../../..");

/** Systems that are for nothing by themselves. */
const WITHOUT: Partial<Record<string, string>> = {
  network: "It carries what other systems send, each of which counts that itself.",
};

/** What handlers count, by name. */
const COUNTED = globSync("functions/**/*.ts", { cwd: ROOT }).flatMap((file) => {
  const source = readFileSync(join(ROOT, file), "utf8");
  return [...source.matchAll(/\b[A-Z][A-Za-z]+\b(?=")/g)].map(([name]) => name);
});

describe("business figures", function () {
  this.timeout(180_000);
  const results = new Map<string, SystemResult>();
  before(async () => {
    const { config } = parse(readFileSync(join(ROOT, "Pulumi.dev.yaml"), "utf8")) as { config: Record<string, object> };
    // What serves every environment from one place is not on in dev.
    const delivery = {
      repository: "acme/platform",
      test: { account: "dev", stack: "dev" },
      production: { account: "prod" },
    };
    const values = { "platform:systems": JSON.stringify({ ...config["platform:systems"], delivery }) };
    const { environment } = load(values, platformYaml);
    const observed = systems.map((system): System => ({
      ...system,
      build(context) {
        const result = system.build(context);
        results.set(system.name, result);
        return result;
      },
    }));
    await record(() => workload(environment, observed));
  });

  it("are there for every system, or it is said why not", () => {
    for (const { name } of systems) {
      const result = results.get(name);
      expect(result, `${name} is built, being on`).not.to.equal(undefined);
      const business = result!.business ?? [];
      const isWithout = WITHOUT[name] !== undefined;
      expect(business.length > 0, `business figures of ${name}`).to.equal(!isWithout);
    }
  });

  it("are counted by the handler that the figure names, where it is one of the platform's own", () => {
    for (const [name, { business = [] }] of results) {
      for (const { metrics } of business) {
        for (const metric of metrics as Metric[]) {
          expect(metric.label, `label of ${metric.name} of ${name}`).to.be.a("string");
          if (metric.namespace === "Platform") expect(COUNTED, `${name}: ${metric.name}`).to.include(metric.name);
        }
      }
    }
  });
});
