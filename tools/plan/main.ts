import * as nodeModule from "node:module";
import * as path from "node:path";
import type * as packModule from "../../policies/run-in-process";
import type * as programModule from "../../stacks/program";
import { planArguments, usage } from "./arguments";
import type * as commandModule from "./plan-command";

const root = path.resolve(__dirname, "../..");

/** Starts `npm run plan`. What is slow to load is loaded only when it is needed, so that help and mistakes answer at once. */
async function main(args: readonly string[]): Promise<number> {
  let parsed;
  try {
    parsed = planArguments(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (parsed.help) {
    process.stdout.write(usage);
    return 0;
  }
  // V8 then compiles Pulumi and the provider once, not at each start.
  nodeModule.enableCompileCache(path.join(root, ".cache", "compiled"));
  // By require, since a static import would load the whole platform for --help.
  const { planCommand } = require("./plan-command") as typeof commandModule;
  const { program } = require("../../stacks/program") as typeof programModule;
  const { runPack } = require("../../policies/run-in-process") as typeof packModule;
  return planCommand(parsed, {
    program,
    judge: (resources, { stack, config }) => runPack(resources, { environment: stack, config }),
    root,
    write: (text) => process.stdout.write(text),
    writeError: (text) => process.stderr.write(text),
    colors: process.stdout.isTTY && !process.env["NO_COLOR"],
  });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
