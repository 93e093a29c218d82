import * as pulumi from "@pulumi/pulumi";
import { program } from "./program";

/**
 * What the engine starts: Pulumi calls a function that a program exports, and takes what it returns as the stack's
 * outputs. https://www.pulumi.com/docs/iac/languages-sdks/javascript/
 */
function main(): ReturnType<typeof program> {
  // The option of the command line cannot be seen from here, the variable can; CI and docs set the variable.
  if (!process.env["PULUMI_OPTION_POLICY_PACK"]) {
    void pulumi.log.warn(
      "No policy pack is set: run `export PULUMI_OPTION_POLICY_PACK=policies`, or add `--policy-pack policies`, so that the guardrails hold.",
    );
  }
  return program();
}

main.program = program;

export = main;
