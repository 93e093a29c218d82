import { UsageError } from "../command/verb";
import { loadArguments, usage } from "./arguments";
import { environmentOf } from "./environment";
import type { Progress } from "./open-loop";
import { reportText, type Report } from "./report";
import { describeLoad, runLoad } from "./run-load";
import { targets } from "./targets";

async function main(): Promise<number> {
  const args = loadArguments(process.argv.slice(2));
  if (args.help) {
    const lines = targets.map(({ name, about }) => `  ${name.padEnd(16)} ${about}`);
    process.stdout.write(`${usage}\nSystems:\n${lines.join("\n")}\n`);
    return 0;
  }
  const target = targets.find(({ name }) => name === args.system);
  if (!target) {
    throw new UsageError(
      `There is no system "${args.system}" to load; there are ${targets.map(({ name }) => name).join(", ")}.`,
    );
  }
  const environment = environmentOf(args);
  if (args.dryRun) {
    process.stdout.write(`${describeLoad(args, { target, environment })}\n`);
    return 0;
  }
  const ended = new AbortController();
  process.once("SIGINT", () => ended.abort());
  process.once("SIGTERM", () => ended.abort());
  const report = await runLoad(args, {
    target,
    environment,
    signal: ended.signal,
    say: (text) => process.stderr.write(`${text}\n`),
    progress: tell,
  });
  process.stdout.write(`${args.json ? JSON.stringify(report, undefined, 2) : reportText(report)}\n`);
  const broken = brokenBounds(report, args);
  for (const each of broken) process.stderr.write(`${each}\n`);
  return broken.length > 0 || report.totals.sent === 0 ? 1 : 0;
}

/** On a terminal one line that changes, else a line at every tenth second. */
function tell({ seconds, sent, answered, failed, underWay }: Progress): void {
  const line = `${seconds.toFixed(0)} s: ${sent} sent, ${answered} answered, ${failed} failed, ${underWay} under way`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line.padEnd(79)}`);
  else if (Math.round(seconds) % 10 === 0) process.stderr.write(`${line}\n`);
}

function brokenBounds({ totals }: Report, bounds: { maxErrors?: number; maxP95?: number }): string[] {
  const { maxErrors = Infinity, maxP95 = Infinity } = bounds;
  const errors = (100 * totals.failed) / Math.max(1, totals.due);
  const p95 = totals.latency?.p95 ?? Infinity;
  return [
    ...(errors > maxErrors ? [`${errors.toFixed(1)} % of the calls failed; ${maxErrors} % are allowed.`] : []),
    ...(maxP95 !== Infinity && p95 > maxP95 ? [`p95 is ${p95.toFixed(0)} ms; ${maxP95} ms are allowed.`] : []),
  ];
}

main().then(
  // Connections are kept open by fetch.
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error instanceof UsageError || !process.env["DEBUG"] ? error.message : error.stack}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
