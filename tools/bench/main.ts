import { parseArgs } from "node:util";
import { benches } from "./benches";
import { figureLines } from "./figure-lines";
import type { Figure } from "./figure";

const usage = `usage: npm run bench [-- OPTION…]

Measures what the platform costs. Each figure that can be is told as a multiple of another of the same run, which holds
on any machine; seconds hold for this one. Close what else is running.

  --only NAME  one group of figures; may be given more than once
  --json       one JSON document
  --help       this text

Groups:
${benches.map(({ name, about, onlyByName }) => `  ${name.padEnd(14)}${about}${onlyByName ? " (only by name)" : ""}`).join("\n")}
`;

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false, short: "h" },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const wrong = (values.only ?? []).find((name) => !benches.some((bench) => bench.name === name));
  if (wrong !== undefined) throw new Error(`There is no group "${wrong}".\n\n${usage}`);
  const chosen = benches.filter(({ name, onlyByName }) => (values.only ? values.only.includes(name) : !onlyByName));
  const figures: Record<string, Figure[]> = {};
  for (const bench of chosen) {
    process.stderr.write(`${bench.name}: ${bench.about}\n`);
    figures[bench.name] = await bench.run();
    if (!values.json) process.stdout.write(`${figureLines(figures[bench.name]!).join("\n")}\n`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ node: process.version, figures }, undefined, 2)}\n`);
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  },
);
