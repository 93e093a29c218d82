import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { goldenTypes } from "../../../sandbox/deploy/golden-types";
import { ensureEngine, type Engine } from "../../../sandbox/engine/ensure-engine";
import { childEnvironment } from "../../../sandbox/engine/environment";
import { parsePlan } from "../../../tools/plan/golden";
import { typeAt } from "../../../tools/plan/plan";
import { cachedEngine } from "../../support/cached-engine";
import { recordedProgress } from "../engine/support/recorded-progress";

const ROOT = path.resolve(__dirname, "../../..");

interface Mapping {
  readonly resources: Record<string, { token: string; absent?: string[] }>;
}

/** The engine being in the cache, these tests are about the plugin itself. */
describe("the AWS plugin", () => {
  let engine: Engine;

  before(async () => {
    engine = await cachedEngine();
  });

  it("is found again without a word and without waiting", async function () {
    this.timeout(120_000);
    const report = recordedProgress();
    const took = await fastestOf(3, async () => {
      expect(await ensureEngine({ report, types: goldenTypes(ROOT) })).to.deep.equal(engine);
    });
    expect(took).to.be.lessThan(1_000);
    expect([...report.lines, ...report.states]).to.deep.equal([]);
  });

  it("starts within two seconds", async function () {
    this.timeout(120_000);
    const took = await fastestOf(3, async () => {
      const plugin = spawn(engine.providerPath, ["127.0.0.1:1"], { env: childEnvironment() });
      try {
        const [port] = (await once(plugin.stdout, "data")) as [Buffer];
        expect(Number(port)).to.be.greaterThan(0);
      } finally {
        plugin.kill();
      }
    });
    expect(took).to.be.lessThan(2_000);
  });

  it("serves every type and every property that a plan sets", function () {
    // Pulumi's own plugin serves all of @pulumi/aws; only one built here may be older than it.
    if (engine.source.provider !== "build") return;
    const file = path.join(path.dirname(engine.providerPath), "mapping.json");
    const { resources } = JSON.parse(fs.readFileSync(file, "utf8")) as Mapping;
    const absent = new Map(Object.values(resources).map((entry) => [entry.token, entry.absent ?? []]));
    const missing: string[] = [];
    const folder = path.join(ROOT, "test/golden");
    for (const name of fs.readdirSync(folder).filter((each) => each.endsWith(".json"))) {
      const plan = parsePlan(fs.readFileSync(path.join(folder, name), "utf8"), name);
      for (const [at, resource] of Object.entries(plan.resources)) {
        const type = typeAt(at);
        if (!type.startsWith("aws:")) continue;
        if (!absent.has(type)) missing.push(type);
        for (const property of absent.get(type) ?? []) {
          if (isSet(resource.inputs, property.split("."))) missing.push(`${type} ${property}`);
        }
      }
    }
    expect([...new Set(missing)]).to.deep.equal([]);
  });
});

/**
 * What work takes on a machine that has nothing else to do, in milliseconds: other suites share this one. Of several times
 * the shortest, each by how much longer than its processor time a loop takes just then.
 */
async function fastestOf(times: number, work: () => Promise<void>): Promise<number> {
  let fastest = Infinity;
  for (let time = 0; time < times; time++) {
    const before = slowdown();
    const start = performance.now();
    await work();
    const took = performance.now() - start;
    fastest = Math.min(fastest, took / Math.max(before, slowdown()));
  }
  return fastest;
}

/** How many times as long as its processor time a loop takes; 1 where nothing else runs. */
function slowdown(): number {
  const start = performance.now();
  const used = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(used);
    const processor = (user + system) / 1000;
    if (processor >= 100) return Math.max(1, (performance.now() - start) / processor);
  }
}

/** Tells whether a property is set anywhere below, through lists. */
function isSet(value: unknown, [first, ...rest]: string[]): boolean {
  if (first === undefined) return value !== undefined && value !== null;
  if (Array.isArray(value)) return value.some((item) => isSet(item, [first, ...rest]));
  return typeof value === "object" && value !== null && isSet((value as Record<string, unknown>)[first], rest);
}
