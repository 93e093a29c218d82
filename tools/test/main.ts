import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { suites, type Suite } from "./suites";

interface Count {
  passed: number;
  failed: number;
}

const HELP = `usage: npm test [-- SUITE…]      all suites, or those named
       npm run test:unit           the fast ones: no engine, no emulator

Suites, in the order in which they run:
${suites.map((suite) => `  ${suite.name.padEnd(10)} ${suite.about}`).join("\n")}

Ends with one line "N passed, N failed" over all of them; the exit code is 0 where nothing failed.`;

/** Runs the suites one after another, all of them even where one fails, and sums their counts. */
async function main(args: string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  const chosen = args.length === 0 ? suites : choose(args);
  const total: Count = { passed: 0, failed: 0 };
  const times: string[] = [];
  for (const suite of chosen) {
    console.log(`\n=== ${suite.name}: ${suite.about}`);
    const start = Date.now();
    const count = await run(suite);
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    times.push(
      `${suite.name.padEnd(10)} ${String(count.passed).padStart(5)} passed ${String(count.failed).padStart(4)} failed ${seconds.padStart(7)} s`,
    );
    total.passed += count.passed;
    total.failed += count.failed;
  }
  console.log(`\n${times.join("\n")}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
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

/** A suite that dies without having counted (a crash, a file that does not load) is one failure. */
async function run(suite: Suite): Promise<Count> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-test-"));
  const result = path.join(folder, "result.json");
  try {
    const code = await exitOf(suite.command, { PLATFORM_TEST_RESULT: result });
    if (!suite.mocha) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    if (!fs.existsSync(result)) return { passed: 0, failed: 1 };
    const { passed, failed } = JSON.parse(fs.readFileSync(result, "utf8")) as Count;
    return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function exitOf(command: string[], env: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { stdio: "inherit", env: { ...process.env, ...env } });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  },
);
