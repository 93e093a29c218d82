#!/usr/bin/env node
/**
 * Starts a TypeScript program of this repository on Node.js 22 or newer.
 *
 * usage: node tools/run.cjs FILE [ARGUMENT…]
 *
 * Pulumi and the AWS SDK need Node.js 22; where the host's is older, the one pinned in package.json is used. Its folder
 * goes first on PATH, so that everything started from here (mocha, the emulator's handlers) runs on the same version.
 */
"use strict";
const { spawn } = require("node:child_process");
const path = require("node:path");
const { nodeBinary } = require("./node-binary.cjs");

const [file, ...args] = process.argv.slice(2);
if (!file) {
  console.error("usage: node tools/run.cjs FILE [ARGUMENT…]");
  process.exit(2);
}
const node = nodeBinary();
const child = spawn(node, ["--require", require.resolve("tsx/cjs"), path.resolve(file), ...args], {
  stdio: "inherit",
  env: { ...process.env, PATH: path.dirname(node) + path.delimiter + process.env.PATH },
});
// A signal sent to the process group reaches the child too; this process only has to outlive it to report its result.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (signal === "SIGTERM") child.kill(signal);
  });
}
child.on("error", (error) => {
  console.error(`${node} could not be started: ${error.message}`);
  process.exit(1);
});
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
