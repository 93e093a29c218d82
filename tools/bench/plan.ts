import type { Bench } from "./figure";
import { runNode } from "./run-node";
import { byTurns } from "./statistics";

const rounds = 3;
const loader = ["--require", "tsx/cjs"];
/** As `npm run plan` does, compile cache included. */
const imports = `
  require("node:module").enableCompileCache(".cache/compiled");
  require("./tools/plan/plan-command"); require("./stacks/program"); require("./policies/run-in-process");`;

/** The plan against what it cannot do without: loading Pulumi, the provider's types and the platform. */
export const plan: Bench = {
  name: "plan",
  about: "npm run plan -- dev, from start to exit, against importing the same modules alone",
  async run() {
    const took = await byTurns(rounds, {
      imports: async () => (await runNode([...loader, "--eval", imports])).milliseconds,
      plan: async () => (await runNode([...loader, "tools/plan/main.ts", "dev"])).milliseconds,
    });
    return [
      { name: "importing the plan's modules", value: took.imports / 1000, unit: "s" },
      {
        name: "plan of dev",
        value: took.plan / 1000,
        unit: "s",
        ratio: { value: took.plan / took.imports, to: "importing" },
      },
    ];
  },
};
