"use strict";
// Started by the engine, which knows nothing of TypeScript here: tsx reads it, with no build step.
require("tsx/cjs");
module.exports = require("./pack.ts").servePack(process.env);
