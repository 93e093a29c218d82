import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { generatedDocs } from "./generated-docs";

const USAGE = `usage: npm run docs [-- --check]

Writes the pages that are made from the program: docs/sandbox.md, docs/runbooks.md, docs/diagrams.md, and the lists of resources and alarms
in docs/systems/. With --check it writes nothing and exits with 1 where a page is not up to date.

The reference of the configuration is made by "npm run configuration", that of the policies by
"node tools/run.cjs tools/policies/write-reference.ts".
`;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (args.some((arg) => arg !== "--check")) {
    process.stderr.write(USAGE);
    return 2;
  }
  const root = path.resolve(__dirname, "../..");
  process.stderr.write("Making the pages from the committed plans and the program, about 15 s …\n");
  const stale = (await generatedDocs(root)).filter(({ file, text }) => current(path.join(root, file)) !== text);
  for (const { file, text } of stale) {
    console.log(args.includes("--check") ? `${file} is not up to date; run npm run docs` : `wrote ${file}`);
    if (args.includes("--check")) continue;
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  if (stale.length === 0) console.log("Every page is up to date.");
  return args.includes("--check") && stale.length > 0 ? 1 : 0;
}

function current(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
