import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { renderTerminal } from "../../policies/report/terminal";
import { runPack } from "../../policies/run-in-process";
import { refuses } from "../../policies/violation";
import { program } from "../../stacks/program";
import { planText } from "../../tools/plan/golden";
import { runStack, type JudgeResources } from "../../tools/plan/run-stack";
import { PolicyRefusal } from "../../tools/deploy/policy-refusal";
import { SANDBOX_STACK } from "./sandbox-stack";

/** What decides, beside the plan, whether the pack refuses what the engine is told: the pack, and what adapts the program. */
const DECIDING = ["policies", "sandbox/adaptations", "sandbox/capabilities.ts", "sandbox/capabilities-table.ts"];

/**
 * Runs the policy pack over the sandbox's program in this process, before anything is started: the answer of the engine
 * takes ten times as long.
 *
 * @param root the repository
 * @returns a fingerprint of what the pack's verdict depends on, the day included, since exceptions expire; code of functions is
 * not in it, so that an edited handler costs no preview
 * @throws PolicyRefusal with every violation that refuses; ConfigurationError where the configuration is wrong
 */
export async function judgeProgram(root: string): Promise<string> {
  const judge: JudgeResources = (resources, { config }) => runPack(resources, { environment: SANDBOX_STACK, config });
  const { plan, violations } = await runStack({ stack: SANDBOX_STACK, root, program, judge });
  const refused = violations.filter(refuses);
  if (refused.length > 0) {
    const found = renderTerminal(refused, { stack: SANDBOX_STACK });
    throw new PolicyRefusal(`${found}\nRefused by the policy pack: nothing was made or changed.`);
  }
  const hash = crypto.createHash("sha256").update(planText(plan));
  hash.update(new Date().toISOString().slice(0, 10));
  for (const file of DECIDING.flatMap((each) => filesOf(path.join(root, each)))) {
    hash.update(`\n${path.relative(root, file)}\n`).update(fs.readFileSync(file));
  }
  return hash.digest("hex");
}

function filesOf(file: string): string[] {
  if (!fs.statSync(file).isDirectory()) return [file];
  return fs
    .readdirSync(file)
    .sort()
    .flatMap((name) => filesOf(path.join(file, name)));
}
