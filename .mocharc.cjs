"use strict";
module.exports = {
  require: ["tsx/cjs"],
  extension: ["ts"],
  // Only what hangs takes this long. Suites run side by side, where everything takes several times as long as alone.
  timeout: 60000,
  // A test that leaves something running is a defect: mocha must end by itself.
  exit: false,
  forbidOnly: Boolean(process.env.CI),
  forbidPending: Boolean(process.env.CI),
};
