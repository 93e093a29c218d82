import * as path from "node:path";
import { parseArgs } from "node:util";
import { goldenTypes } from "../deploy/golden-types";
import { ensureEngine } from "./ensure-engine";
import { consoleProgress } from "./progress";
import { typesFromFile } from "./types-from-file";

const HELP = `Makes the Pulumi engine and the AWS plugin of the sandbox ready, so that the first start need not.

usage: node tools/run.cjs sandbox/engine/main.ts [--types FILE]… [--json]

  --types FILE  a JSON file that names the types to serve: a list of tokens ("aws:kms/key:Key"), or a recorded plan.
                May be given several times. Default: every plan in test/golden/.
  --json        print the engine as JSON on standard output
  --help        this text

Environment:
  SANDBOX_ENGINE=build  use neither an installed Pulumi nor a downloaded one; build from Go modules
  XDG_CACHE_HOME        where the cache lies; default ~/.cache
  GOPROXY, GOFLAGS, …   Go's own settings are passed on

Order: "pulumi" on PATH if it is new enough, else Pulumi's release, else a build, which needs Go and takes about 20
minutes once.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      types: { type: "string", multiple: true },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const types = values.types?.flatMap(typesFromFile) ?? goldenTypes(path.resolve(__dirname, "../.."));
  const stop = new AbortController();
  const interrupt = (): void => stop.abort(new Error("Interrupted; what was compiled so far is kept."));
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const report = consoleProgress();
  const started = Date.now();
  try {
    const engine = await ensureEngine({ report, types, signal: stop.signal });
    report.line(
      `Pulumi ${engine.version} (${engine.source.pulumi}) and the AWS plugin ${engine.providerVersion} ` +
        `(${engine.source.provider}) are ready after ${((Date.now() - started) / 1000).toFixed(1)} s.`,
    );
    if (values.json) process.stdout.write(`${JSON.stringify(engine, undefined, 2)}\n`);
  } finally {
    process.removeListener("SIGINT", interrupt);
    process.removeListener("SIGTERM", interrupt);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
