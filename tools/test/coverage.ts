import { spawnSync } from "node:child_process";
import { suites } from "./suites";

const HELP = `usage: npm run coverage

Runs the suites that need no engine and no emulator, and reports which lines of components, stacks, functions, policies
and tools they reach: a table here, and pages in coverage/.`;

/** Coverage of the fast suites, by V8's own counters. */
function main(args: string[]): number {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  const measured = suites.filter((suite) => suite.mocha && !suite.engine && suite.name !== "emulator");
  for (const [index, suite] of measured.entries()) {
    const c8 = [
      "node_modules/c8/bin/c8.js",
      `--clean=${index === 0}`,
      "--include={components,stacks,functions,policies,tools}/**/*.ts",
      "--reporter=none",
      process.execPath,
    ];
    const { status } = spawnSync(process.execPath, [...c8, ...suite.command], { stdio: "inherit" });
    if (status !== 0) return status ?? 1;
  }
  const report = ["node_modules/c8/bin/c8.js", "report", "--reporter=text-summary", "--reporter=html"];
  const included = "--include={components,stacks,functions,policies,tools}/**/*.ts";
  return spawnSync(process.execPath, [...report, included], { stdio: "inherit" }).status ?? 1;
}

process.exitCode = main(process.argv.slice(2));
