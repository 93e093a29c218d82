import * as os from "node:os";
import { parseArgs } from "node:util";
import { chainsOf } from "./chains";
import { defaultJobs } from "./default-jobs";
import { InOrderOutput } from "./in-order-output";
import { runChains } from "./run-chains";
import { runSuite, type Count } from "./run-suite";
import { suites, type Suite } from "./suites";
import { Tally } from "./tally";

const HELP = `usage: npm test [-- [--jobs N] SUITE…]      all suites, or those named
       npm run test:unit                      the fast ones: no engine, no emulator

Suites, in the order in which they are told:
${suites.map((suite) => `  ${suite.name.padEnd(10)} ${suite.about}`).join("\n")}

  --jobs N    how many run side by side: those without the engine one after another, and beside them those with it, each with
              emulators of its own. Default what the machine's memory allows, here ${defaultJobs(os.totalmem())}; 1 is one after another.

What a suite says comes whole, when those before it have ended. Ends with one line "N passed, N failed" over all of them; the exit
code is 0 where nothing failed.`;

/** How often those who wait are told what runs, in milliseconds. */
const TOLD_EVERY = 60_000;

/** Runs the suites, all of them even where one fails, and sums their counts. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: "boolean" }, jobs: { type: "string" } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const chosen = positionals.length === 0 ? suites : choose(positionals);
  const jobs = values.jobs === undefined ? defaultJobs(os.totalmem()) : numberOf(values.jobs);

  const output = new InOrderOutput(
    chosen.map(({ name }) => name),
    (text) => process.stdout.write(text),
  );
  const running = new Map<string, Tally>();
  const results = new Map<string, Count & { seconds: number }>();
  const begun = Date.now();
  const timer = setInterval(() => {
    const each = [...running].map(([name, tally]) => `${name} ${tally.toString()}`);
    console.log(`… ${((Date.now() - begun) / 60_000).toFixed(0)} min, running: ${each.join("; ")}`);
  }, TOLD_EVERY);
  await runChains(chainsOf(chosen), jobs, async (suite) => {
    const { name, about } = suite;
    const tally = new Tally();
    running.set(name, tally);
    output.add(name, `\n=== ${name}: ${about}\n`);
    const start = Date.now();
    const count = await runSuite(suite, (text) => {
      tally.add(text);
      output.add(name, text);
    });
    results.set(name, { ...count, seconds: (Date.now() - start) / 1000 });
    running.delete(name);
    output.end(name);
  }).finally(() => clearInterval(timer));

  console.log();
  const total: Count = { passed: 0, failed: 0 };
  for (const { name } of chosen) {
    const { passed, failed, seconds } = results.get(name)!;
    const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed`;
    console.log(`${name.padEnd(10)} ${counts} ${seconds.toFixed(1).padStart(7)} s`);
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function choose(names: string[]): Suite[] {
  const wrong = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (wrong.length > 0) {
    throw new Error(
      `No suite is called ${wrong.join(", ")}; there are ${suites.map((suite) => suite.name).join(", ")}`,
    );
  }
  return suites.filter((suite) => names.includes(suite.name));
}

function numberOf(jobs: string): number {
  if (!/^[1-9]\d*$/.test(jobs)) throw new Error(`--jobs is ${JSON.stringify(jobs)}; use a number from 1`);
  return Number(jobs);
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  },
);
