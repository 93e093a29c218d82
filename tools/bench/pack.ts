import type { runPack } from "../../policies/run-in-process";
import type { RecordedResource } from "../plan/recorded-resource";
import type { Bench } from "./figure";
import { manyResources } from "./many-resources";
import { root } from "./run-node";
import { byTurns } from "./statistics";

const few = 1_000;
const lots = 20_000;

/** The policy pack over stacks larger than any should be. */
export const pack: Bench = {
  name: "pack",
  about: `the policy pack over ${few} and ${lots} resources: as many times as long for as many times as many`,
  async run() {
    // Only now, so that --help need not wait for the platform.
    const { program } = require("../../stacks/program") as typeof import("../../stacks/program");
    const { runStack } = require("../plan/run-stack") as typeof import("../plan/run-stack");
    const { runPack: run } = require("../../policies/run-in-process") as typeof import("../../policies/run-in-process");
    const { resources } = await runStack({ stack: "prod", root, program });
    const sizes = { few: manyResources(resources, few), lots: manyResources(resources, lots) };
    seconds(run, sizes.few);
    const took = await byTurns(3, { few: () => seconds(run, sizes.few), lots: () => seconds(run, sizes.lots) });
    const growth = took.lots / took.few / (lots / few);
    return [
      { name: `pack over ${few} resources`, value: took.few, unit: "s" },
      {
        name: `pack over ${lots} resources`,
        value: took.lots,
        unit: "s",
        ratio: { value: growth, to: "linear growth" },
      },
    ];
  },
};

function seconds(run: typeof runPack, resources: readonly RecordedResource[]): number {
  const start = performance.now();
  run(resources, { environment: "prod" });
  return (performance.now() - start) / 1000;
}
