"use strict";
module.exports = {
  require: ["tsx/cjs"],
  extension: ["ts"],
  timeout: 20000,
  // A test that leaves something running is a defect: mocha must end by itself.
  exit: false,
  forbidOnly: Boolean(process.env.CI),
  forbidPending: Boolean(process.env.CI),
};
