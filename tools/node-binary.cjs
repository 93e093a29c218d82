/**
 * Finds a Node.js of version 22 or newer: the running one if it is new enough, else the one pinned in package.json.
 *
 * @throws if neither is there, naming the fix.
 */
"use strict";
const path = require("node:path");

const NEEDED_MAJOR = 22;

/** @returns {string} the absolute path of a node executable of version 22 or newer */
function nodeBinary() {
  if (Number(process.versions.node.split(".")[0]) >= NEEDED_MAJOR) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  try {
    return path.join(path.dirname(require.resolve(`${name}/package.json`)), "bin", "node");
  } catch {
    throw new Error(
      `Node.js ${NEEDED_MAJOR} or newer is needed, this is ${process.versions.node}, and the pinned package ${name} is ` +
        `not installed. Run "npm ci" without --omit=optional, or install Node.js ${NEEDED_MAJOR}.`,
    );
  }
}

module.exports = { nodeBinary, NEEDED_MAJOR };
