import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { generatedFiles } from "./generated-files";

const usage = `usage: npm run configuration [-- --check]

Writes the configuration's JSON schemas and its reference from the schemas in stacks/config/. With --check it writes
nothing and exits with 1 where a file is not up to date.
`;

async function main(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg !== "--check")) {
    process.stderr.write(usage);
    return args.includes("--help") ? 0 : 2;
  }
  const root = path.resolve(__dirname, "../..");
  const stale = (await generatedFiles(root)).filter(({ file, text }) => current(path.join(root, file)) !== text);
  for (const { file, text } of stale) {
    console.log(args.includes("--check") ? `${file} is not up to date; run npm run configuration` : `wrote ${file}`);
    if (args.includes("--check")) continue;
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return args.includes("--check") && stale.length > 0 ? 1 : 0;
}

function current(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
