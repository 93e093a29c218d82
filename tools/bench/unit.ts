import type { Bench } from "./figure";
import { runNode } from "./run-node";

/** The loop that runs at every change. */
export const unit: Bench = {
  name: "unit",
  about: "npm run test:unit, against starting mocha with nothing to do",
  async run() {
    const loader = ["--require", "tsx/cjs"];
    const nothing = ["node_modules/mocha/bin/mocha.js", "--parallel", "--jobs", "2", "--dry-run"];
    const idle = await runNode([...nothing, "test/tools/bench/statistics.test.ts"]);
    const tests = await runNode([...loader, "tools/test/main.ts", "unit"]);
    return [
      {
        name: tests.code === 0 ? "npm run test:unit" : "npm run test:unit (some failed)",
        value: tests.milliseconds / 1000,
        unit: "s",
        ratio: { value: tests.milliseconds / idle.milliseconds, to: "mocha alone" },
      },
    ];
  },
};
