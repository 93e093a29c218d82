import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadConfiguration } from "../../stacks/config";
import { build } from "../../stacks/program";
import { runStack, type StackRun } from "../plan/run-stack";
import { stackNames } from "../plan/stack-names";

/**
 * The folder of the stacks that have every option between them, in the form of a repository: with shared values of its own, so that
 * what a company changes in its own changes nothing here.
 */
export const OPTIONS_FOLDER = path.join(__dirname, "../../policies/deploy/options");

let runs: Promise<StackRun[]> | undefined;

/**
 * Runs the program with every option of a workload that a committed plan may not have, once for all who ask: nobody finds out in an
 * account that an option was never in the policies.
 */
export function optionRuns(): Promise<StackRun[]> {
  return (runs ??= runAll());
}

async function runAll(): Promise<StackRun[]> {
  const done: StackRun[] = [];
  // One at a time: a program has the process to itself.
  for (const stack of stackNames(OPTIONS_FOLDER)) done.push(await runStack({ stack, root: OPTIONS_FOLDER, program }));
  return done;
}

function program(): Promise<unknown> {
  const values = pulumi.runtime.allConfig();
  return Promise.resolve(build(loadConfiguration({ stack: pulumi.getStack(), values, root: OPTIONS_FOLDER })));
}
