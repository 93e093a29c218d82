import type * as auto from "@pulumi/pulumi/automation";
import type { Progress } from "../../sandbox/engine/progress";
import { EngineProgress } from "./engine-progress";
import { PolicyRefusal } from "./policy-refusal";
import { readUnfinished } from "./read-unfinished";

export interface GuardedUpOptions {
  /** The folder of the policy pack. */
  policyPack: string;
  /**
   * Whether the engine has previewed this program with this pack before and the pack refused nothing. Default false.
   */
  judged?: boolean;
  /** Called once the pack has refused nothing, before anything is made. */
  onJudged?: () => void;
  report: Progress;
  /** Where the engine's own output goes, line by line. */
  logFile: string;
  /** Ends the engine's work in an orderly way: what is under way is finished and recorded, nothing more is begun. */
  signal?: AbortSignal;
}

/**
 * Deploys a stack under the policy pack, without a way past it: a preview with the pack, then the update, again with the
 * pack. What the last update left unfinished is read first: {@link readUnfinished}.
 *
 * The preview is what keeps a refused stack from being begun: the Automation API's `up` has none of its own, and rules
 * about the whole stack run at the end of an update, when everything is made. The update has the pack as well, since
 * values that are unknown in a preview are known there. https://www.pulumi.com/docs/insights/policy/
 *
 * @throws PolicyRefusal where the pack refuses it, with nothing made; else an error with the engine's own diagnosis
 */
export async function guardedUp(stack: auto.Stack, options: GuardedUpOptions): Promise<auto.UpResult> {
  const { report, logFile } = options;
  const heard = (progress: EngineProgress) => ({
    onEvent: progress.onEvent,
    onOutput: progress.onOutput,
    suppressProgress: true,
    signal: options.signal,
  });
  const settings = (progress: EngineProgress) => ({ policyPacks: [options.policyPack], ...heard(progress) });
  const reading = new EngineProgress(report, logFile, "refresh");
  await readUnfinished(stack, report, heard(reading)).catch((error: Error) => {
    throw reading.diagnosis(error);
  });
  if (!options.judged) {
    const progress = new EngineProgress(report, logFile, "preview");
    await stack.preview(settings(progress)).catch((error: Error) => {
      const diagnosis = progress.diagnosis(error);
      throw progress.refused ? new PolicyRefusal(diagnosis.message) : diagnosis;
    });
    options.onJudged?.();
  }
  const progress = new EngineProgress(report, logFile);
  return stack.up(settings(progress)).catch((error: Error) => {
    throw progress.diagnosis(error);
  });
}
