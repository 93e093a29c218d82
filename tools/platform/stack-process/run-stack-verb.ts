import * as path from "node:path";
import * as auto from "@pulumi/pulumi/automation";
import { loadConfiguration } from "../../../stacks/config";
import { ConfigurationError } from "../../../stacks/config/problem";
import { readStackFile } from "../../../stacks/config/stack-values";
import { EngineProgress } from "../../deploy/engine-progress";
import { guardedUp } from "../../deploy/guarded-up";
import { PolicyRefusal } from "../../deploy/policy-refusal";
import type { Progress } from "../../../sandbox/engine/progress";
import { checkAccount } from "../check-account";
import { explainFailure } from "../explain-failure";
import type { StackOutcome } from "../stack-runner";
import type { StackRequest } from "./messages";
import { openStack } from "./open-stack";
import { releaseRetained } from "./release-retained";

/**
 * Does one thing with one stack: checks its configuration and the account, then lets the engine work. Whatever is
 * deployed is previewed with the policy pack first.
 *
 * @returns what became of it; an error is an outcome too, told in the words of who has to mend it
 */
export async function runStackVerb(
  request: StackRequest,
  signal: AbortSignal,
  progress: (text: string) => void,
): Promise<StackOutcome> {
  try {
    progress("checks configuration and account");
    const wrong = configurationProblem(request) ?? (request.checkAccount ? await checkAccount(request) : undefined);
    if (wrong !== undefined) return { ok: false, message: wrong };
    if (signal.aborted) return { ok: false, message: "cancelled before anything was changed" };
    return await work(request, signal, progress);
  } catch (error) {
    if (error instanceof auto.StackNotFoundError) return { ok: true, message: "nothing is deployed" };
    const { message } = error as Error;
    // The pack's own words say what to do.
    return { ok: false, message: error instanceof PolicyRefusal ? message : explainFailure(message, request) };
  }
}

/** Told before the engine is started, since it is certain then already that nothing can come of it. */
function configurationProblem({ verb, stack, root }: StackRequest): string | undefined {
  if (verb !== "up" && verb !== "preview") return undefined;
  try {
    const file = readStackFile(root, stack);
    if (file.problems.length > 0) throw new ConfigurationError(file.problems);
    const { placeholders } = loadConfiguration({ stack, values: file.values, root });
    if (verb === "up" && placeholders.length > 0) throw new ConfigurationError(placeholders);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
}

async function work(
  request: StackRequest,
  signal: AbortSignal,
  progress: (text: string) => void,
): Promise<StackOutcome> {
  const { verb, stack: name, folder, policyPack } = request;
  const logFile = path.join(folder, "logs", `${name}-${verb}.log`);
  const report: Progress = { line: progress, status: progress };
  const deploys = verb === "up" || verb === "preview";
  const { program } = (deploys ? require(request.program) : { program: noProgram }) as { program: auto.PulumiFn };
  const stack = await openStack(request, program, deploys);
  const options = (kind: "preview" | "refresh" | "removal") => {
    const engine = new EngineProgress(report, logFile, kind);
    return { engine, onEvent: engine.onEvent, onOutput: engine.onOutput, suppressProgress: true, signal };
  };
  switch (verb) {
    case "preview": {
      const { engine, ...more } = options("preview");
      const { changeSummary } = await stack
        .preview({ ...more, policyPacks: [policyPack] })
        .catch((error: Error) => Promise.reject(engine.diagnosis(error)));
      return { ok: true, changes: { ...changeSummary } };
    }
    case "up": {
      const { summary } = await guardedUp(stack, { policyPack, report, logFile, signal });
      return { ok: true, changes: { ...summary.resourceChanges } };
    }
    case "refresh": {
      const { engine, ...more } = options("refresh");
      const { summary } = await stack.refresh(more).catch((error: Error) => Promise.reject(engine.diagnosis(error)));
      return { ok: true, changes: { ...summary.resourceChanges } };
    }
    case "destroy": {
      await releaseRetained(stack);
      const { engine, ...more } = options("removal");
      const { summary } = await stack.destroy(more).catch((error: Error) => Promise.reject(engine.diagnosis(error)));
      return { ok: true, changes: { ...summary.resourceChanges } };
    }
    case "unlock":
      await stack.cancel();
      return { ok: true, message: "the lock is gone" };
    case "unprotect": {
      const { systems = [] } = request;
      const count = await releaseRetained(stack, systems);
      const things = count === 1 ? "1 resource" : `${count} resources`;
      return { ok: true, message: `${things} of ${systems.join(", ")} may leave the state, and stay in the account` };
    }
  }
}

function noProgram(): Promise<void> {
  return Promise.resolve();
}
