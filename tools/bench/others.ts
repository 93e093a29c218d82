import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { sandboxPaths } from "../../sandbox/emulator/sandbox-paths";
import { analyze } from "./analyzer-client";
import type { Bench, Figure } from "./figure";
import { manyResources } from "./many-resources";
import { root } from "./run-node";
import { terraformPlan } from "./terraform-plan";

const run = promisify(execFile);
const count = 1_000;
const awsguardVersion = "0.3.1";
const checkovVersion = "3.3.30";

/** The pack beside others on the same resources; what they find is not compared here, only how long they take. */
export const others: Bench = {
  name: "others",
  about: `the pack, awsguard and Checkov over the same ${count} resources; installs them into the user's cache`,
  onlyByName: true,
  async run() {
    const { program } = require("../../stacks/program") as typeof import("../../stacks/program");
    const { runStack } = require("../plan/run-stack") as typeof import("../plan/run-stack");
    // Of dev, which has no certificate: about those awsguard asks AWS.
    const { resources } = await runStack({ stack: "dev", root, program });
    const many = manyResources(resources, count);
    const folder = path.join(sandboxPaths().cache, "bench");
    const ours = await analyze(path.join(root, "node_modules"), path.join(root, "policies"), many);
    const figures: Figure[] = [{ name: "the pack, asked by the engine's protocol", value: ours.seconds, unit: "s" }];
    const add = async (name: string, measure: () => Promise<number>) => {
      try {
        const seconds = await measure();
        figures.push({ name, value: seconds, unit: "s", ratio: { value: seconds / ours.seconds, to: "the pack" } });
      } catch (error) {
        process.stderr.write(`${name} cannot be run here: ${(error as Error).message.split("\n")[0]}\n`);
      }
    };
    await add(`awsguard ${awsguardVersion}, by the same protocol`, async () => {
      const installed = await installAwsguard(path.join(folder, `awsguard-${awsguardVersion}`));
      return (await analyze(path.join(installed, "node_modules"), installed, many)).seconds;
    });
    await add(`Checkov ${checkovVersion}, on a Terraform plan, its start included`, async () => {
      const checkov = await installCheckov(path.join(folder, `checkov-${checkovVersion}`));
      const plan = path.join(folder, "plan.json");
      fs.writeFileSync(plan, JSON.stringify(terraformPlan(many)));
      const start = performance.now();
      const options = ["--framework", "terraform_plan", "--skip-download", "--quiet", "--compact", "--soft-fail"];
      const { stdout } = await run(checkov, ["-f", plan, ...options, "-o", "json"], { maxBuffer: 1 << 28 });
      const seconds = (performance.now() - start) / 1000;
      const { summary } = JSON.parse(stdout) as { summary?: { passed: number; failed: number } };
      if (!summary?.passed) throw new Error("it judged nothing of the plan");
      return seconds;
    });
    return figures;
  },
};

/** awsguard is for @pulumi/aws 4, so that it gets packages of its own. */
async function installAwsguard(folder: string): Promise<string> {
  if (fs.existsSync(path.join(folder, "index.js"))) return folder;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, "package.json"),
    '{ "name": "awsguard-pack", "version": "1.0.0", "private": true }\n',
  );
  fs.writeFileSync(path.join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
  await run("npm", ["install", "--no-fund", "--no-audit", "--ignore-scripts", `@pulumi/awsguard@${awsguardVersion}`], {
    cwd: folder,
  });
  fs.writeFileSync(
    path.join(folder, "index.js"),
    'const { AwsGuard } = require("@pulumi/awsguard");\nnew AwsGuard({ all: "mandatory" });\n',
  );
  return folder;
}

async function installCheckov(folder: string): Promise<string> {
  const checkov = path.join(folder, "bin", "checkov");
  if (fs.existsSync(checkov)) return checkov;
  await run("python3", ["-m", "venv", folder]);
  await run(path.join(folder, "bin", "pip"), ["install", "--quiet", `checkov==${checkovVersion}`], {
    maxBuffer: 1 << 26,
  });
  return checkov;
}
