import * as fs from "node:fs";
import * as path from "node:path";
import type * as auto from "@pulumi/pulumi/automation";
import type { DeployStatement } from "../../components/delivery/policy-documents";
import deployPolicy from "../../policies/deploy-policy.json";
import type { LeftOut } from "../adaptations/leave-out";
import type { Emulator } from "../emulator/emulator";
import { makeAccountBoundary } from "../enforce/account-boundary";
import { deployCredentials } from "../enforce/deploy-role";
import type { Engine } from "../engine/ensure-engine";
import type { Progress } from "../engine/progress";
import { guardedUp } from "../../tools/deploy/guarded-up";
import { hasOutputs, writeOutputs } from "./outputs-file";
import { findApiNames } from "../emulator/api-names";
import { toSandboxOutputs, type SandboxOutputs } from "./sandbox-outputs";
import { sandboxStack } from "./sandbox-stack";
import { discardState, readMarker, writeMarker } from "./state";

/** What a deployment did. */
export interface Deployed {
  outputs: SandboxOutputs;
  /** Resources by what happened to them: `create`, `update`, `delete`, `replace`, `same`. */
  changes: Record<string, number>;
  /** Seconds that the engine took. */
  seconds: number;
  /** Resources that no emulator offers. */
  leftOut: LeftOut[];
}

export interface DeployOptions {
  report: Progress;
  /** Where the engine's own output goes, line by line. */
  logFile: string;
  /** Of what the policy pack's verdict depends on: where it is that of the last preview, there is no other. */
  fingerprint: string;
}

/**
 * Brings what is deployed in line with the program.
 *
 * A state of emulators that have ended since is discarded. After an interrupted deployment, its lock is taken over and
 * what was under way is read again. Nothing is made before the policy pack has judged all of it.
 *
 * @throws PolicyRefusal where the policy pack refuses it; else with the engine's own diagnosis
 */
export async function deploy(emulator: Emulator, engine: Engine, options: DeployOptions): Promise<Deployed> {
  const { report } = options;
  const folder = emulator.paths.sandbox;
  const before = readMarker(folder);
  if (before && before.generation !== emulator.generation) {
    report.line("The emulators were started anew and are empty: what was deployed before is deployed again.");
    discardState(folder);
  }
  const interrupted = readMarker(folder)?.complete === false;
  const leftOut = new Map<string, LeftOut>();
  if (emulator.secure) await makeAccountBoundary(emulator);
  const stack = await sandboxStack(emulator, engine, {
    ...(emulator.secure && { environment: { ...(await deployCredentials(emulator, publishedStatements())) } }),
    onLeftOut: (each) => leftOut.set(`${each.type} ${each.name}`, each),
    // Without outputs, an interruption is not finished but begun anew ("bringUp"), so that nobody reads what is between.
    stateAtEnd: !hasOutputs(folder),
  });
  if (interrupted) await recover(stack, report);

  const started = Date.now();
  // Kept with the sandbox, not with the state: what the pack says does not depend on what is deployed.
  const judged = path.join(folder, "judged");
  const begin = () => writeMarker(folder, { generation: emulator.generation, complete: false });
  const fingerprint = `${options.fingerprint} ${engine.version} ${engine.providerVersion}`;
  const isJudged = fs.existsSync(judged) && fs.readFileSync(judged, "utf8") === fingerprint;
  if (isJudged) begin();
  else report.line("Previewing with the policy pack, since something that it judges has changed.");
  const result = await guardedUp(stack, {
    ...options,
    policyPack: path.join(emulator.paths.root, "policies"),
    judged: isJudged,
    onJudged: () => {
      fs.writeFileSync(judged, fingerprint);
      begin();
    },
  });
  const plain = Object.fromEntries(
    Object.entries(result.outputs).map(([key, output]) => [key, output.value as unknown]),
  );
  const outputs = toSandboxOutputs(plain, emulator, await findApiNames(emulator.endpoint, emulator));
  writeOutputs(folder, outputs);
  writeMarker(folder, { generation: emulator.generation, complete: true });
  return {
    outputs,
    changes: result.summary.resourceChanges ?? {},
    seconds: (Date.now() - started) / 1000,
    leftOut: [...leftOut.values()],
  };
}

function publishedStatements(): DeployStatement[] {
  return deployPolicy.statements as DeployStatement[];
}

/** Takes the lock of a process that is gone, and clears what it left half done. */
async function recover(stack: auto.Stack, report: Progress): Promise<void> {
  report.line("The last deployment was interrupted; finishing its work.");
  await stack.cancel();
  const info = await stack.exportStack();
  const deployment = info.deployment as { pending_operations?: unknown[] } | undefined;
  if (!deployment?.pending_operations?.length) return;
  await stack.refresh({ clearPendingCreates: true, onOutput: () => undefined });
}
