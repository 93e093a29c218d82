/**
 * Mocha's own "spec" output, and the counts as JSON in the file that PLATFORM_TEST_RESULT names, for the runner's sum. With
 * PLATFORM_TEST_REPORTS also a JUnit file in that folder, for pages that show results of tests.
 */
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { reporters } = require("mocha");

class CountReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const folder = process.env.PLATFORM_TEST_REPORTS;
    if (folder)
      this.junit = new reporters.XUnit(runner, {
        reporterOptions: { output: path.join(folder, `${process.pid}.xml`) },
      });
    runner.once("end", () => {
      const { passes, failures, pending, duration } = this.stats;
      const file = process.env.PLATFORM_TEST_RESULT;
      if (file) fs.writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, pending, duration }));
    });
  }

  /** Mocha waits for it: the JUnit file is written as a stream. */
  done(failures, finished) {
    if (this.junit) this.junit.done(failures, finished);
    else finished(failures);
  }
}

module.exports = CountReporter;
