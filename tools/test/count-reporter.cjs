/**
 * Mocha's own "spec" output, and the counts as JSON in the file that PLATFORM_TEST_RESULT names, for the runner's sum.
 */
"use strict";
const fs = require("node:fs");
const { reporters } = require("mocha");

class CountReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending, duration } = this.stats;
      const file = process.env.PLATFORM_TEST_RESULT;
      if (file) fs.writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, pending, duration }));
    });
  }
}

module.exports = CountReporter;
